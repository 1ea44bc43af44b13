package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.home.WorkerState;
import io.lotusflow.server.EmbeddedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the embedded server and the worker of a home alive, and writes down who they are. */
final class Supervisor {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration WORKER_PATIENCE = Duration.ofSeconds(20);
  private static final Duration SERVER_PATIENCE = Duration.ofSeconds(10);

  private final Home home;
  private final Plan plan;
  private final Optional<Kept> server;
  private final Kept worker;
  private final Instant since = Instant.now();

  /**
   * What is to run.
   *
   * @param server absent where another cluster is used
   * @param address of the server or the other cluster
   */
  record Plan(
      Optional<EmbeddedServer> server,
      String address,
      Optional<String> namespace,
      String workerMain) {

    private List<String> workerArguments() {
      List<String> arguments = new ArrayList<>(List.of("--address=" + address));
      namespace.ifPresent(name -> arguments.add("--namespace=" + name));
      server.ifPresent(embedded -> arguments.add("--embedded"));
      return arguments;
    }
  }

  Supervisor(Home home, Plan plan) {
    this.home = home;
    this.plan = plan;
    this.server = plan.server().map(this::kept);
    this.worker =
        new Kept(
            "worker",
            JavaCommand.worker(plan.workerMain(), plan.workerArguments()),
            Map.of("MALLOC_ARENA_MAX", "2"),
            new LogFile(home.logs().resolve("worker.log")),
            home.folder(),
            () -> livingWorker(home));
  }

  private Kept kept(EmbeddedServer embedded) {
    return new Kept(
        "server",
        embedded.commandLine(),
        // Go gives memory back to the system from here on.
        Map.of("GOMEMLIMIT", "220MiB"),
        new LogFile(home.logs().resolve("server.log")),
        home.folder(),
        embedded::running);
  }

  static Optional<LiveProcess> livingWorker(Home home) {
    return WorkerState.read(home).map(WorkerState::process).filter(LiveProcess::alive);
  }

  /** Keeps them alive until {@code stop}, then ends both, the worker first. */
  void run(CountDownLatch stop) throws InterruptedException {
    do {
      if (tend()) {
        write(Optional.of(LiveProcess.self()));
      }
    } while (!stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    worker.end(WORKER_PATIENCE);
    server.ifPresent(kept -> kept.end(SERVER_PATIENCE));
    write(Optional.empty());
  }

  private boolean tend() {
    boolean serverChanged = server.map(Kept::tend).orElse(false);
    boolean workerChanged = worker.tend();
    return serverChanged || workerChanged;
  }

  private void write(Optional<LiveProcess> supervisor) {
    new UpState(
            plan.address(),
            plan.server().map(EmbeddedServer::ui).orElse(""),
            plan.server().map(embedded -> embedded.binary().version()).orElse(""),
            since,
            supervisor,
            server.flatMap(Kept::process),
            worker.process(),
            server.flatMap(Kept::trouble).or(worker::trouble))
        .write(home);
  }
}
