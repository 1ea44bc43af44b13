package io.lotusflow.worker;

import io.grpc.StatusRuntimeException;
import io.lotusflow.fleet.Admission;
import io.lotusflow.fleet.WorkerIdentity;
import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.Refusal;
import io.lotusflow.home.WorkerState;
import io.lotusflow.metrics.Metrics;
import io.lotusflow.temporal.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.ServerHealth;
import io.lotusflow.temporal.Target;
import io.lotusflow.temporal.TemporalUnreachable;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerFactory;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of a host: waits for the server, polls, and polls anew after an outage. */
final class WorkerProcess {

  private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);

  /** While it is waited for; nothing is done in between. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** While all is well; each look costs both sides something, for ever. */
  private static final Duration GLANCE_EVERY = Duration.ofSeconds(1);

  /** A server whose line is open is seldom asked: each question costs both of them work. */
  private static final Duration TRUST_AN_OPEN_LINE = Duration.ofSeconds(5);

  /**
   * After an outage the SDK's pollers wait as long again and up to a minute; below this it is not
   * worth a change.
   */
  private static final Duration RENEW_AFTER = Duration.ofSeconds(5);

  private static final Duration CHECK_EVERY = Duration.ofSeconds(30);

  /** What keeps it from work is looked at again. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private final Home home;
  private final Target target;
  private final boolean embedded;
  private final Registration procedures;
  private final Optional<Metrics> metrics;
  private final Duration checkEvery;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** What the worker can do. */
  interface Registration {
    void register(WorkerFactory factory);

    List<WorkerInterceptor> interceptors();
  }

  WorkerProcess(
      Home home,
      Target target,
      boolean embedded,
      Registration procedures,
      Optional<Metrics> metrics) {
    this(home, target, embedded, procedures, metrics, CHECK_EVERY);
  }

  WorkerProcess(
      Home home,
      Target target,
      boolean embedded,
      Registration procedures,
      Optional<Metrics> metrics,
      Duration checkEvery) {
    this.home = home;
    this.target = target;
    this.embedded = embedded;
    this.procedures = procedures;
    this.metrics = metrics;
    this.checkEvery = checkEvery;
  }

  /** Works until {@link #stop}. */
  void run() throws InterruptedException {
    say(false);
    Connection connection = connect();
    if (!awaitServing(connection)) {
      connection.close();
      return;
    }
    prepare(connection);
    Admission admission = new Admission(home);
    if (!awaitAdmission(connection, admission)) {
      connection.close();
      return;
    }
    new Housekeeping(home, connect(), metrics.map(Metrics::books)).start();
    Pollers pollers = Pollers.start(connection, procedures);
    say(true);
    log.info("polls address={} namespace={}", target.address(), target.namespace());
    pollers = watch(pollers, admission);
    say(false);
    pollers.stop(Duration.ofSeconds(10));
    log.info("ended");
  }

  private Connection connect() {
    metrics.ifPresent(figures -> target.certificateEnds().ifPresent(figures::certificateEnds));
    return Connection.ofWorker(
        target,
        metrics.map(Metrics::scope),
        Optional.of(WorkerIdentity.ofThisProcess(home).toString()));
  }

  /** Asks for an orderly end. */
  void stop() {
    stop.countDown();
  }

  private boolean awaitServing(Connection connection) throws InterruptedException {
    ServerHealth health = new ServerHealth(connection.stubs());
    String told = "";
    while (true) {
      String why = health.serving() ? whyNot(connection) : why(health.failure());
      if (why.isEmpty()) {
        return true;
      }
      if (!why.equals(told)) {
        log.warn("waits for the server address={} why={}", target.address(), why);
        told = why;
      }
      if (pause()) {
        return false;
      }
    }
  }

  /** A server that serves others may not serve us; without this, pollers would fail for ever. */
  private String whyNot(Connection connection) {
    if (embedded) {
      return "";
    }
    try {
      connection.requireNamespace();
      return "";
    } catch (TemporalUnreachable refused) {
      return refused.why().name();
    }
  }

  private static String why(Optional<StatusRuntimeException> failure) {
    return failure.map(TemporalUnreachable.Why::of).map(Enum::name).orElse("NOT_SERVING");
  }

  /** Whether it may take work at last; else it is to end. */
  private boolean awaitAdmission(Connection connection, Admission admission)
      throws InterruptedException {
    Optional<Refusal> before = Optional.empty();
    while (true) {
      Optional<Refusal> refusal = admission.refusal(connection);
      if (refusal.isEmpty()) {
        return true;
      }
      if (!refusal.map(Refusal::key).equals(before.map(Refusal::key))) {
        log.error("takes no work: {} {}", refusal.get().key(), refusal.get().arguments());
      }
      say(false, refusal);
      before = refusal;
      if (stop.await(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS) || admission.isOutdated()) {
        return false;
      }
    }
  }

  private void prepare(Connection connection) throws InterruptedException {
    Bootstrap bootstrap = new Bootstrap(connection);
    if (embedded) {
      bootstrap.retention();
      bootstrap.searchAttributes();
      return;
    }
    try {
      bootstrap.searchAttributes();
    } catch (StatusRuntimeException notAllowed) {
      tellOfMissing(bootstrap);
    }
  }

  private static void tellOfMissing(Bootstrap bootstrap) {
    try {
      List<String> missing = bootstrap.missing();
      if (!missing.isEmpty()) {
        log.warn("search attributes must be registered by the cluster's operator: {}", missing);
      }
    } catch (StatusRuntimeException away) {
      log.warn("search attributes are not known", away);
    }
  }

  private Pollers watch(Pollers first, Admission admission) throws InterruptedException {
    Pollers pollers = first;
    ServerHealth health = new ServerHealth(pollers.connection().stubs());
    long lastSeen = System.nanoTime();
    long lastAsked = System.nanoTime();
    long lastChecked = System.nanoTime();
    boolean away = false;
    String shutOut = "";
    while (!pause(away ? LOOK_EVERY : GLANCE_EVERY)) {
      if (!away && health.isConnected() && !isOver(lastAsked, TRUST_AN_OPEN_LINE)) {
        lastSeen = System.nanoTime();
        continue;
      }
      lastAsked = System.nanoTime();
      if (!away && isOver(lastChecked, shutOut.isEmpty() ? checkEvery : ASK_AGAIN)) {
        lastChecked = System.nanoTime();
        if (isDisplaced(pollers, admission)) {
          break;
        }
        shutOut = lookWhetherLetIn(pollers.connection(), shutOut);
      }
      if (!health.serving()) {
        if (!away) {
          log.warn(
              "the server does not answer address={} why={}",
              target.address(),
              why(health.failure()));
          say(false);
          away = true;
        }
        continue;
      }
      Duration outage = Duration.ofNanos(System.nanoTime() - lastSeen);
      lastSeen = System.nanoTime();
      if (away) {
        log.info("the server answers again outageMillis={}", outage.toMillis());
        if (outage.compareTo(RENEW_AFTER) > 0) {
          pollers = renew(pollers);
          health = new ServerHealth(pollers.connection().stubs());
        }
        say(shutOut.isEmpty());
        away = false;
      }
    }
    return pollers;
  }

  private static boolean isOver(long since, Duration time) {
    return Duration.ofNanos(System.nanoTime() - since).compareTo(time) > 0;
  }

  /**
   * A server answers for its health to everybody: a key or certificate that stopped working shows
   * only here.
   *
   * @return why it does not let us in; empty if it does
   */
  private String lookWhetherLetIn(Connection connection, String before) {
    String why = whyNot(connection);
    if (!why.isEmpty() && !TemporalUnreachable.Why.valueOf(why).isForAPerson()) {
      return before;
    }
    if (!why.equals(before)) {
      if (why.isEmpty()) {
        log.info("the server lets us in again address={}", target.address());
      } else {
        log.error(
            "the server does not let us in any more address={} why={}", target.address(), why);
      }
      say(why.isEmpty());
    }
    return why;
  }

  /** The next process of this host then says what is the matter, and takes no work. */
  private static boolean isDisplaced(Pollers pollers, Admission admission) {
    try {
      boolean displaced = admission.isDisplaced(pollers.connection());
      if (displaced) {
        log.error("another worker goes by the id of this host, and this one stops");
      }
      return displaced;
    } catch (StatusRuntimeException noAnswer) {
      return false;
    }
  }

  private Pollers renew(Pollers old) {
    Pollers fresh = Pollers.start(connect(), procedures);
    old.retire();
    log.info("pollers renewed");
    return fresh;
  }

  private void say(boolean polls) {
    say(polls, Optional.empty());
  }

  private void say(boolean polls, Optional<Refusal> refusal) {
    metrics.ifPresent(figures -> figures.polls(polls));
    try {
      new WorkerState(LiveProcess.self(), polls, refusal).write(home);
    } catch (UncheckedIOException e) {
      // A full disk is no reason to stop work.
      log.warn("state not written", e);
    }
  }

  private boolean pause() throws InterruptedException {
    return pause(LOOK_EVERY);
  }

  private boolean pause(Duration time) throws InterruptedException {
    return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
