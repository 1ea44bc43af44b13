package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.home.WorkerState;
import io.lotusflow.server.CodecService;
import io.lotusflow.server.EmbeddedServer;
import java.io.UncheckedIOException;
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

  /** As long as nobody gets an answer from a living server before it counts as hung. */
  static final Duration HUNG_AFTER = Duration.ofSeconds(60);

  private static final Duration SERVER_PATIENCE = Duration.ofSeconds(10);

  private final Home home;
  private final Plan plan;
  private final Optional<Kept> server;
  private final Kept worker;
  private final Optional<Kept> codec;
  private final Instant since = Instant.now();
  private boolean answers;
  private long answered;
  private boolean unwritten = true;

  /**
   * What is to run.
   *
   * @param server absent where another cluster is used
   * @param codec absent where nothing is encrypted
   * @param address of the server or the other cluster
   * @param hungAfter how long a living server may give no answer before it is started anew
   * @param metricsPort where the worker shows its figures
   */
  record Plan(
      Optional<EmbeddedServer> server,
      Optional<CodecService> codec,
      String address,
      Optional<String> namespace,
      String workerMain,
      Duration hungAfter,
      Optional<Integer> metricsPort) {

    private List<String> workerArguments() {
      List<String> arguments = new ArrayList<>(List.of("--address=" + address));
      namespace.ifPresent(name -> arguments.add("--namespace=" + name));
      server.ifPresent(embedded -> arguments.add("--embedded"));
      metricsPort.ifPresent(port -> arguments.add("--metrics-port=" + port));
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
    this.codec = plan.codec().map(this::kept);
  }

  private Kept kept(CodecService service) {
    return new Kept(
        "codec server",
        JavaCommand.codec(service.arguments()),
        Map.of("MALLOC_ARENA_MAX", "2"),
        new LogFile(home.logs().resolve("codec.log")),
        home.folder(),
        service::running);
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
      look();
    } while (!stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    worker.end(WORKER_PATIENCE);
    codec.ifPresent(kept -> kept.end(SERVER_PATIENCE));
    server.ifPresent(kept -> kept.end(SERVER_PATIENCE));
    write(Optional.empty());
  }

  /** A full disk takes away notes and logs; worker and server are looked after all the same. */
  private void look() {
    try {
      endHungServer();
      unwritten |= tend();
      if (unwritten) {
        write(Optional.of(LiveProcess.self()));
        unwritten = false;
      }
    } catch (UncheckedIOException e) {
      ShiftLog.say("%s", e.getMessage());
    }
  }

  /**
   * The worker asks the server all the time; what it hears tells more than a living process. A
   * server that never answered is still starting, and is left alone.
   */
  private void endHungServer() {
    Optional<WorkerState> worker = WorkerState.read(home).filter(state -> state.process().alive());
    if (worker.filter(WorkerState::polls).isPresent()) {
      answers = true;
      answered = System.nanoTime();
    }
    Duration silence = Duration.ofNanos(System.nanoTime() - answered);
    if (worker.isPresent() && answers && silence.compareTo(plan.hungAfter()) > 0) {
      ShiftLog.say("no answer from the server for %d s", silence.toSeconds());
      server.ifPresent(Kept::kill);
      answers = false;
    }
  }

  private boolean tend() {
    boolean serverChanged = server.map(Kept::tend).orElse(false);
    boolean workerChanged = worker.tend();
    boolean codecChanged = codec.map(Kept::tend).orElse(false);
    return serverChanged || workerChanged || codecChanged;
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
            codec.flatMap(Kept::process),
            server
                .flatMap(Kept::trouble)
                .or(worker::trouble)
                .or(() -> codec.flatMap(Kept::trouble)))
        .write(home);
  }
}
