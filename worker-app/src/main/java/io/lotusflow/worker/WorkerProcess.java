package io.lotusflow.worker;

import io.grpc.StatusRuntimeException;
import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.WorkerState;
import io.lotusflow.metrics.Metrics;
import io.lotusflow.server.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.Target;
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

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /**
   * After an outage the SDK's pollers wait as long again and up to a minute; below this it is not
   * worth a change.
   */
  private static final Duration RENEW_AFTER = Duration.ofSeconds(5);

  private final Home home;
  private final Target target;
  private final boolean embedded;
  private final Registration procedures;
  private final Optional<Metrics> metrics;
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
    this.home = home;
    this.target = target;
    this.embedded = embedded;
    this.procedures = procedures;
    this.metrics = metrics;
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
    new Housekeeping(home, connect(), metrics.map(Metrics::books)).start();
    Pollers pollers = Pollers.start(connection, procedures);
    say(true);
    log.info("polls address={} namespace={}", target.address(), target.namespace());
    pollers = watch(pollers);
    say(false);
    pollers.stop(Duration.ofSeconds(10));
    log.info("ended");
  }

  private Connection connect() {
    return Connection.ofWorker(target, metrics.map(Metrics::scope));
  }

  /** Asks for an orderly end. */
  void stop() {
    stop.countDown();
  }

  private boolean awaitServing(Connection connection) throws InterruptedException {
    ServerHealth health = new ServerHealth(connection.stubs());
    while (!health.serving()) {
      if (pause()) {
        return false;
      }
    }
    return true;
  }

  private void prepare(Connection connection) {
    Bootstrap bootstrap = new Bootstrap(connection);
    if (embedded) {
      bootstrap.retention();
      bootstrap.searchAttributes();
      return;
    }
    try {
      bootstrap.searchAttributes();
    } catch (StatusRuntimeException notAllowed) {
      log.warn("search attributes must be registered by the cluster's operator", notAllowed);
    }
  }

  private Pollers watch(Pollers first) throws InterruptedException {
    Pollers pollers = first;
    ServerHealth health = new ServerHealth(pollers.connection().stubs());
    long lastSeen = System.nanoTime();
    boolean away = false;
    while (!pause()) {
      if (!health.serving()) {
        if (!away) {
          log.warn("the server does not answer address={}", target.address());
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
        say(true);
        away = false;
      }
    }
    return pollers;
  }

  private Pollers renew(Pollers old) {
    Pollers fresh = Pollers.start(connect(), procedures);
    old.retire();
    log.info("pollers renewed");
    return fresh;
  }

  private void say(boolean polls) {
    metrics.ifPresent(figures -> figures.polls(polls));
    try {
      new WorkerState(LiveProcess.self(), polls).write(home);
    } catch (UncheckedIOException e) {
      // A full disk is no reason to stop work.
      log.warn("state not written", e);
    }
  }

  private boolean pause() throws InterruptedException {
    return stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }
}
