package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.home.WorkerState;
import io.lotusflow.messages.Language;
import io.lotusflow.server.BinaryFinder;
import io.lotusflow.server.CodecService;
import io.lotusflow.server.EmbeddedServer;
import io.lotusflow.server.Listeners;
import io.lotusflow.server.TemporalBinary;
import io.lotusflow.server.UpRefused;
import io.lotusflow.temporal.ClientConfiguration;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.lotusflow.temporal.Target;
import io.lotusflow.temporal.TemporalUnreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What {@code up}, {@code down} and {@code status} do on a home. */
final class Up {

  private static final Duration TO_COME_UP = Duration.ofSeconds(60);

  /** A worker that waits has not seen yet what was mended just now. */
  private static final Duration TO_LOOK_AGAIN = Duration.ofSeconds(5);

  private static final Duration TO_GO_DOWN = Duration.ofSeconds(40);

  private final Home home;
  private final UpOptions options;
  private final Map<String, String> env;

  Up(Home home, UpOptions options, Map<String, String> env) {
    this.home = home;
    this.options = options;
    this.env = env;
  }

  /** Starts a supervisor, unless one runs, and waits until the worker polls. */
  String start() throws InterruptedException {
    checkOwner();
    Optional<Target> other = otherCluster();
    Supervisor.Plan plan = plan(other);
    checkStartable(plan);
    other.ifPresent(this::checkLetIn);
    LogFile log = new LogFile(home.logs().resolve("up.log"));
    log.rotate();
    Optional<LiveProcess> supervisor = supervisor();
    if (supervisor.isEmpty()) {
      long pid =
          Kept.spawn(
              JavaCommand.supervisor(runArguments(plan)),
              plan.server()
                  .map(s -> Map.of(BinaryFinder.VARIABLE, s.binary().path().toString()))
                  .orElse(Map.of()),
              log,
              home.folder());
      supervisor = LiveProcess.find(pid);
    }
    return awaitUp(supervisor, log);
  }

  /** The supervisor itself; returns when it was told to end. */
  void run() throws InterruptedException {
    checkOwner();
    Optional<HomeLock> lock = HomeLock.take(home, "up");
    if (lock.isEmpty()) {
      throw new UpRefused(UpRefused.Kind.RUNS_ALREADY, "supervised-already", home.folder());
    }
    try {
      Supervisor.Plan plan = plan(otherCluster());
      checkStartable(plan);
      CountDownLatch stop = new CountDownLatch(1);
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endPolitely(stop, stopped)));
      try {
        new Supervisor(home, plan).run(stop);
      } finally {
        stopped.countDown();
      }
    } finally {
      lock.get().release();
    }
  }

  private static void endPolitely(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await(TO_GO_DOWN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends worker and server. Jobs and nodes go on. */
  String down() {
    Optional<UpState> state = UpState.read(home);
    supervisor().ifPresent(process -> Kept.end("supervisor", process, TO_GO_DOWN));
    // Without a supervisor they are still there; with one that was killed just now, too.
    endKept(state);
    state.map(Up::ended).ifPresent(ended -> ended.write(home));
    return status();
  }

  /** A home has one supervisor: the one that systemd is to start waits for none by hand. */
  void yieldToUnit() {
    if (supervisor().filter(process -> SystemdUnit.keeping(process).isEmpty()).isPresent()) {
      down();
    }
  }

  private void endKept(Optional<UpState> state) {
    Supervisor.livingWorker(home)
        .ifPresent(process -> Kept.end("worker", process, Duration.ofSeconds(20)));
    state
        .flatMap(UpState::server)
        .ifPresent(process -> Kept.end("server", process, Duration.ofSeconds(10)));
    state
        .flatMap(UpState::codec)
        .ifPresent(process -> Kept.end("codec server", process, Duration.ofSeconds(5)));
  }

  /** The state, with who lives. */
  String status() {
    return UpState.read(home).map(state -> state.toStatusJson(home)).orElse("{}");
  }

  /** As {@code down} and {@code start}; a supervisor that systemd keeps, systemd starts anew. */
  String restart() throws InterruptedException {
    Optional<LiveProcess> before = supervisor();
    Optional<SystemdUnit> unit = before.flatMap(SystemdUnit::keeping);
    if (unit.isEmpty()) {
      down();
      return start();
    }
    if (LotusflowService.isRoot()) {
      unit.get().restart();
    } else {
      endByForce(before.get());
    }
    LogFile log = new LogFile(home.logs().resolve("up.log"));
    return awaitUp(unit.get().awaitNext(before.get()), log);
  }

  /** A plain user cannot ask systemd, which starts anew what did not end politely. */
  private void endByForce(LiveProcess supervisor) {
    Optional<UpState> state = UpState.read(home);
    ProcessHandle.of(supervisor.pid()).ifPresent(ProcessHandle::destroyForcibly);
    endKept(state);
  }

  private static UpState ended(UpState state) {
    return new UpState(
        state.address(),
        state.ui(),
        state.temporalVersion(),
        state.since(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Supervisor.Plan plan(Optional<Target> other) {
    String workerMain = options.value("worker-main").orElse(WorkerMain.class.getName());
    Duration hungAfter =
        options
            .value("hung-after")
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(Supervisor.HUNG_AFTER);
    if (other.isPresent()) {
      return new Supervisor.Plan(
          Optional.empty(),
          Optional.empty(),
          other.get().address(),
          options.namespace(),
          workerMain,
          hungAfter,
          options.metricsPort(env));
    }
    if (options.workerOnly()) {
      throw new UpRefused(UpRefused.Kind.NO_SERVER_NAMED, "no-server-named");
    }
    EmbeddedServer plain = server();
    Optional<CodecService> codec = codec(plain);
    EmbeddedServer server = codec.map(c -> plain.readWith(c.url())).orElse(plain);
    return new Supervisor.Plan(
        Optional.of(server),
        codec,
        server.address(),
        options.namespace(),
        workerMain,
        hungAfter,
        options.metricsPort(env));
  }

  private Optional<Target> otherCluster() {
    if (options.address().isEmpty() && !ClientConfiguration.present(home, env)) {
      return Optional.empty();
    }
    return Optional.of(Target.resolve(home, options.address(), options.namespace(), env))
        .filter(target -> target.origin() != Target.Origin.EMBEDDED);
  }

  /** A cluster that is away comes back; one that does not let us in has to be told of first. */
  private void checkLetIn(Target target) {
    try (Connection connection = Connection.open(Connection.Kind.CLI, target)) {
      connection.requireNamespace();
    } catch (TemporalUnreachable refused) {
      if (refused.why().isForAPerson()) {
        Language language = options.language();
        throw new UpRefused(
            UpRefused.Kind.NOT_LET_IN,
            "not-let-in",
            target.address(),
            refused.seen(language),
            refused.todo(language));
      }
    }
  }

  /** Only where something is encrypted is there something to read. */
  private Optional<CodecService> codec(EmbeddedServer server) {
    PayloadKeyFile keys = PayloadKeyFile.of(home, env);
    String port = options.value("codec-port").orElse(env.getOrDefault("LOTUSFLOW_CODEC_PORT", ""));
    if (port.equals("off") || !areThere(keys)) {
      return Optional.empty();
    }
    return Optional.of(
        new CodecService(
            options
                .port("codec-port", env, "LOTUSFLOW_CODEC_PORT")
                .orElseGet(() -> CodecService.portBeside(server.uiPort())),
            server.uiPort(),
            keys.path()));
  }

  private static boolean areThere(PayloadKeyFile keys) {
    try {
      return !keys.keys().isEmpty();
    } catch (PayloadKeyProblem problem) {
      throw new UpRefused(UpRefused.Kind.BAD_KEYS, "bad-keys", problem.getMessage());
    }
  }

  private EmbeddedServer server() {
    Path database = home.database();
    TemporalBinary binary =
        BinaryFinder.standard(home.cache(), env)
            .find(env, EmbeddedServer.versionOf(database), line -> ShiftLog.say("%s", line));
    Optional<EmbeddedServer.Ports> before = UpState.read(home).flatMap(EmbeddedServer.Ports::of);
    int port =
        options
            .port("port", env, "LOTUSFLOW_PORT")
            .or(() -> before.map(EmbeddedServer.Ports::api))
            .orElse(EmbeddedServer.DEFAULT_PORT);
    int uiPort =
        options
            .port("ui-port", env, "LOTUSFLOW_UI_PORT")
            .or(() -> before.filter(b -> b.api() == port).map(EmbeddedServer.Ports::ui))
            .orElse(port + EmbeddedServer.DEFAULT_UI_PORT - EmbeddedServer.DEFAULT_PORT);
    return new EmbeddedServer(binary, database, port, uiPort);
  }

  private List<String> runArguments(Supervisor.Plan plan) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(options.ofSupervisor());
    plan.server()
        .ifPresent(
            server -> {
              arguments.add("--port=" + server.port());
              arguments.add("--ui-port=" + server.uiPort());
            });
    plan.codec().ifPresent(codec -> arguments.add("--codec-port=" + codec.port()));
    return arguments;
  }

  /** A server that lives already is taken over; it must be the one that is asked for. */
  private void checkStartable(Supervisor.Plan plan) {
    Optional<UpState> before = UpState.read(home).filter(UpState::serverLives);
    if (options.workerOnly() && before.isPresent()) {
      throw new UpRefused(
          UpRefused.Kind.RUNS_ALREADY,
          "runs-elsewhere",
          home.folder(),
          before.get().address(),
          plan.address());
    }
    if (Supervisor.livingWorker(home).isEmpty()) {
      plan.metricsPort()
          .ifPresent(
              port -> Listeners.checkFree(port, "--metrics-port or " + UpOptions.METRICS_PORT));
    }
    if (plan.server().isEmpty()) {
      return;
    }
    plan.codec().ifPresent(CodecService::check);
    EmbeddedServer server = plan.server().get();
    if (before.isPresent()) {
      if (!before.get().address().equals(server.address())) {
        throw new UpRefused(
            UpRefused.Kind.RUNS_ALREADY,
            "runs-elsewhere",
            home.folder(),
            before.get().address(),
            server.address());
      }
    } else if (server.running().isEmpty()) {
      server.check();
    }
  }

  private void checkOwner() {
    try {
      String owner = Files.getOwner(home.run()).getName();
      String user = System.getProperty("user.name");
      if (!owner.equals(user)) {
        throw new UpRefused(
            UpRefused.Kind.NOT_OURS, "not-ours", home.folder(), owner, user, Home.VARIABLE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<LiveProcess> supervisor() {
    return UpState.read(home).flatMap(UpState::supervisor).filter(LiveProcess::alive);
  }

  private String awaitUp(Optional<LiveProcess> supervisor, LogFile log)
      throws InterruptedException {
    long begun = System.nanoTime();
    long deadline = begun + TO_COME_UP.toNanos();
    while (System.nanoTime() - deadline < 0) {
      Optional<UpState> state = UpState.read(home).filter(UpState::supervisorLives);
      if (state.filter(s -> s.workerLives() && s.workerPolls(home)).isPresent()) {
        return status();
      }
      if (System.nanoTime() - begun > TO_LOOK_AGAIN.toNanos()) {
        refuseWithTheWorker();
      }
      Optional<String> trouble = state.flatMap(UpState::trouble);
      if (trouble.isPresent()) {
        throw new UpRefused(UpRefused.Kind.NOT_UP, "trouble", trouble.get());
      }
      if (supervisor.filter(LiveProcess::alive).isEmpty() && !anotherSupervises()) {
        throw new UpRefused(UpRefused.Kind.NOT_UP, "supervisor-ended", log.lastWords(), log.path());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    Optional<String> address = UpState.read(home).map(UpState::address);
    throw new UpRefused(
        UpRefused.Kind.NOT_UP,
        address.isPresent() ? "no-answer-at" : "no-answer",
        TO_COME_UP.toSeconds(),
        home.logs(),
        address.orElse(""));
  }

  /** A worker that lives and takes no work says why; some reasons pass. */
  private void refuseWithTheWorker() {
    WorkerState.read(home)
        .filter(state -> state.process().alive())
        .flatMap(WorkerState::refusal)
        .filter(refusal -> !refusal.mayPass())
        .ifPresent(
            refusal -> {
              throw new UpRefused(
                  UpRefused.Kind.NOT_UP, "refusal." + refusal.key(), refusal.arguments().toArray());
            });
  }

  /** Two who start at once: the slower one's supervisor gives way. */
  private boolean anotherSupervises() {
    Optional<HomeLock> lock = HomeLock.take(home, "up");
    lock.ifPresent(HomeLock::release);
    return lock.isEmpty();
  }
}
