package io.lotusflow.cli;

import io.lotusflow.host.TcpPort;
import io.lotusflow.lotus.Network;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SealWorkerWorkflow;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is not said is chosen so that it is nobody else's on this host. */
@Command(name = "add")
final class SealWorkerAddCommand extends ProcedureCommand {

  static final int FIRST_PORT = 3456;

  /** The usual ones stay free for real workers. */
  static final int FIRST_PORT_OF_A_REHEARSAL = 23_456;

  private static final int PORTS = 200;
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,30}";
  private static final String LISTEN = "\\d{1,3}(\\.\\d{1,3}){3}:\\d{1,5}";
  private static final String CPUS = "\\d+(-\\d+)?(,\\d+(-\\d+)?)*";

  @Parameters(paramLabel = "NAME")
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
    takeFromPlan();
    SealWorkers workers = new SealWorkers(session().home().sealWorkers());
    String node = plans.scope().node().value();
    Path repo = Path.of(plans.miner().orElseThrow(() -> notHere("settings.no-miner-here")).repo());
    boolean real = plans.build().network() != Network.REHEARSAL;
    SealWorker worker = worker(workers, node, repo, real ? FIRST_PORT : FIRST_PORT_OF_A_REHEARSAL);
    return new Procedure(
        SealWorkerWorkflow.PROCEDURE,
        SealWorkerWorkflow.class,
        plans
            .sealWorker(SealWorkerPlan.Act.ADD, worker, workers.minerInfo(node, name), false)
            .orElseThrow());
  }

  /** What is said on the command line counts more. */
  private void takeFromPlan() {
    if (plan.isEmpty()) {
      return;
    }
    SealWorker planned = new WorkersPlanFile(session(), plan.get()).worker(name);
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
  private SealWorker worker(SealWorkers workers, String node, Path repo, int first) {
    Optional<SealWorker> before = workers.find(node, name);
    Path folder =
        path.orElseGet(
                () ->
                    before
                        .map(there -> Path.of(there.path()))
                        .orElseGet(() -> repo.resolveSibling("worker-" + name)))
            .normalize();
    return new SealWorker(
        name,
        folder.toString(),
        tmpdir.orElseGet(() -> folder.resolve("tmp")).normalize().toString(),
        listen.or(() -> before.map(SealWorker::listen)).orElseGet(() -> freePort(workers, first)),
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

  private String freePort(SealWorkers workers, int first) {
    Set<Integer> taken =
        workers.onHost().stream()
            .map(SealWorker::port)
            .collect(Collectors.toCollection(TreeSet::new));
    for (int port = first; port < first + PORTS; port++) {
      if (!taken.contains(port) && TcpPort.isFree(port)) {
        return "127.0.0.1:" + port;
      }
    }
    throw notHere("seal-worker.listen");
  }
}
