package io.lotusflow.cli;

import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SealWorkerWorkflow;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is not said is chosen so that it is nobody else's on this host. */
@Command(name = "add")
final class SealWorkerAddCommand extends ProcedureCommand {

  private static final String NAME = "[a-z0-9][a-z0-9-]{0,30}";
  private static final String LISTEN = "\\d{1,3}(\\.\\d{1,3}){3}:\\d{1,5}";
  private static final String CPUS = "\\d+(-\\d+)?(,\\d+(-\\d+)?)*";

  @Parameters(paramLabel = "NAME", descriptionKey = "NAME")
  private String name = "";

  @Option(names = "--path", paramLabel = "FOLDER")
  private Optional<Path> path = Optional.empty();

  @Option(names = "--tmpdir", paramLabel = "FOLDER")
  private Optional<Path> tmpdir = Optional.empty();

  @Option(names = "--listen", paramLabel = "IP:PORT")
  private Optional<String> listen = Optional.empty();

  @Option(names = "--tasks", paramLabel = "LIST")
  private String tasks = "";

  @Option(names = "--cpus", paramLabel = "LIST")
  private String cpus = "";

  @Option(names = "--env", paramLabel = "NAME=VALUE")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(names = "--from-plan", paramLabel = "FILE")
  private Optional<Path> plan = Optional.empty();

  @Option(names = "--host", paramLabel = "HOST")
  private Optional<String> host = Optional.empty();

  @Option(names = "--miner-info", paramLabel = "FILE")
  private Optional<Path> minerInfo = Optional.empty();

  @Option(names = "--miner-address", paramLabel = "HOST")
  private Optional<String> minerAddress = Optional.empty();

  SealWorkerAddCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    require(name.matches(NAME), "seal-worker.name");
    require(listen.map(given -> given.matches(LISTEN)).orElse(true), "seal-worker.listen");
    require(cpus.isEmpty() || cpus.matches(CPUS), "seal-worker.cpus");
    require(path.map(Path::isAbsolute).orElse(true), "seal-worker.path");
    require(tmpdir.map(Path::isAbsolute).orElse(true), "seal-worker.path");
    require(minerInfo.map(Path::isAbsolute).orElse(true), "seal-worker.path");
    Optional<Multiaddr> miner =
        plans.miner().map(any -> MinerAddress.seen(session(), any.api(), minerAddress));
    WorkerHost there = WorkerHost.named(session(), plans, host, minerInfo, miner, Optional.empty());
    takeFromPlan(there);
    if (there.isElsewhere()) {
      remember(there, plans);
    }
    return new Procedure(
        SealWorkerWorkflow.PROCEDURE, SealWorkerWorkflow.class, plan(there, miner));
  }

  private SealWorkerPlan plan(WorkerHost there, Optional<Multiaddr> miner) {
    SealWorker worker = worker(there);
    if (!there.isElsewhere() || minerInfo.isPresent() || there.hasOperatorsFile(worker)) {
      return there.plan(SealWorkerPlan.Act.ADD, worker, minerInfo, false);
    }
    there.refuseLoopback(miner.orElseThrow());
    return there.addHandingOver(worker, miner.orElseThrow());
  }

  private void remember(WorkerHost there, Plans plans) {
    if (!session().options().dryRun()) {
      new WorkerHosts(session(), plans.scope().node().value()).remember(there.id());
    }
  }

  /** What is said on the command line counts more. */
  private void takeFromPlan(WorkerHost there) {
    if (plan.isEmpty()) {
      return;
    }
    String wanted = there.isElsewhere() ? there.id().value() : "";
    SealWorker planned = new WorkersPlanFile(session(), plan.get()).worker(name, wanted);
    path = path.or(() -> Optional.of(Path.of(planned.path())));
    tmpdir = tmpdir.or(() -> Optional.of(Path.of(planned.tmpdir())));
    listen = listen.or(() -> Optional.of(planned.listen()));
    cpus = cpus.isEmpty() ? planned.cpus() : cpus;
    tasks =
        tasks.isEmpty()
            ? planned.tasks().stream().map(SealTask::shortName).collect(Collectors.joining(","))
            : tasks;
    planned.environment().forEach(environment::putIfAbsent);
  }

  private void require(boolean fits, String complaint) {
    if (!fits) {
      throw notHere(complaint);
    }
  }

  /** Added again with the same words it is the same. */
  private SealWorker worker(WorkerHost there) {
    Optional<SealWorker> before = there.find(name);
    Path folder =
        path.orElseGet(
                () ->
                    before
                        .map(known -> Path.of(known.path()))
                        .orElseGet(() -> there.folder().resolve("worker-" + name)))
            .normalize();
    return new SealWorker(
        name,
        folder.toString(),
        tmpdir.orElseGet(() -> folder.resolve("tmp")).normalize().toString(),
        listen.or(() -> before.map(SealWorker::listen)).orElseGet(() -> freePort(there)),
        wanted(),
        cpus,
        environment);
  }

  private List<SealTask> wanted() {
    if (tasks.isEmpty()) {
      return List.of(SealTask.values());
    }
    return Stream.of(tasks.split(",", -1))
        .map(task -> SealTask.named(task).orElseThrow(() -> notHere("seal-worker.tasks")))
        .distinct()
        .sorted()
        .toList();
  }

  private String freePort(WorkerHost there) {
    List<Integer> ports = there.survey().freePorts();
    require(!ports.isEmpty(), "seal-worker.listen");
    return there.address() + ':' + ports.get(0);
  }
}
