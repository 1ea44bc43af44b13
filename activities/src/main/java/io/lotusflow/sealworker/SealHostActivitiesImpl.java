package io.lotusflow.sealworker;

import io.lotusflow.home.Home;
import io.lotusflow.host.Folders;
import io.lotusflow.host.HostNetwork;
import io.lotusflow.host.Machine;
import io.lotusflow.host.TcpPort;
import io.lotusflow.host.TopologyReader;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.WorkerApi;
import io.lotusflow.run.Receipt;
import io.lotusflow.sealworker.HostSurvey.Seen;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Of the host that runs this. */
public final class SealHostActivitiesImpl implements SealHostActivities {

  /** More workers than that are on no machine. */
  private static final int PORTS = 128;

  private final Home home;
  private final SealWorkers workers;
  private final ServiceActivities services;

  public SealHostActivitiesImpl(Home home, ServiceActivities services) {
    this.home = home;
    this.workers = new SealWorkers(home.sealWorkers());
    this.services = services;
  }

  @Override
  public HostSurvey survey(SurveyPlan plan) {
    Path folder = home.folder().resolve("workers");
    List<Seen> seen = workers.nodes().stream().flatMap(node -> seen(node, plan)).toList();
    return new HostSurvey(
        Receipt.alreadySo("seal workers: " + seen.size()),
        name(),
        HostNetwork.id(),
        HostNetwork.addresses(),
        towardsMiner(plan).orElse(""),
        folder.toString(),
        home.sealWorkers().toString(),
        program(Path.of(plan.program())).map(Path::toString).orElse(""),
        Files.exists(Path.of(plan.swapFile())),
        Folders.room(plan.folder().isEmpty() ? folder : Path.of(plan.folder())),
        new TopologyReader(Machine.ofThisProcess()).read(),
        freePorts(plan.firstPort()),
        seen);
  }

  private static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private static Optional<String> towardsMiner(SurveyPlan plan) {
    return minerAddress(plan)
        .flatMap(address -> HostNetwork.towards(address.host().orElseThrow(), address.port()));
  }

  private static Optional<Multiaddr> minerAddress(SurveyPlan plan) {
    if (!plan.minerInfo().isEmpty()) {
      return new MinerInfoFile(Path.of(plan.minerInfo()), plan.scope().host()).address();
    }
    return plan.minerAddress().isEmpty()
        ? Optional.empty()
        : Optional.of(Multiaddr.parse(plan.minerAddress()));
  }

  /** Where it should be, else where a shell would find it. */
  private static Optional<Path> program(Path wanted) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Stream.of(wanted),
            Stream.of(path.split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder).resolve(wanted.getFileName())))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private List<Integer> freePorts(int first) {
    Set<Integer> taken =
        workers.onHost().stream().map(SealWorker::port).collect(Collectors.toSet());
    return IntStream.range(first, first + 2 * PORTS)
        .filter(port -> !taken.contains(port) && TcpPort.isFree(port))
        .limit(PORTS)
        .boxed()
        .toList();
  }

  private Stream<Seen> seen(String node, SurveyPlan plan) {
    boolean asked = node.equals(plan.scope().node().value());
    return workers.of(node).stream()
        .map(worker -> asked ? seen(node, worker, plan.service()) : unasked(node, worker));
  }

  private Seen unasked(String node, SealWorker worker) {
    return new Seen(node, worker, false, false, 0, "", kept(node, worker), minerInfo(node, worker));
  }

  private Seen seen(String node, SealWorker worker, ServicePlan nameless) {
    ServiceStatus status =
        services.status(
            new ServicePlan(
                nameless.scope(),
                nameless.manager(),
                nameless.unit().named(nameless.unit().name() + worker.name())));
    String session =
        status.running() ? WorkerApi.at(worker.api()).sessionIfItAnswers().orElse("") : "";
    return new Seen(
        node,
        worker,
        status.installed(),
        status.running(),
        status.restarts(),
        session,
        kept(node, worker),
        minerInfo(node, worker));
  }

  private String kept(String node, SealWorker worker) {
    return workers.keptFolder(node, worker.name()).orElse("");
  }

  private String minerInfo(String node, SealWorker worker) {
    Path file = workers.minerInfo(node, worker.name());
    try {
      return Files.isSymbolicLink(file) ? Files.readSymbolicLink(file).toString() : "";
    } catch (IOException gone) {
      return "";
    }
  }
}
