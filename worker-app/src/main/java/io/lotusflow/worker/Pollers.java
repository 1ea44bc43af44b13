package io.lotusflow.worker;

import io.lotusflow.temporal.Connection;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One set of pollers with the connection they use. */
final class Pollers {

  private static final Logger log = LoggerFactory.getLogger(Pollers.class);

  /** Longer than the pause between two tries to deliver a result. */
  private static final Duration TO_DELIVER = Duration.ofSeconds(15);

  private final Connection connection;
  private final WorkerFactory factory;

  private Pollers(Connection connection, WorkerFactory factory) {
    this.connection = connection;
    this.factory = factory;
  }

  /** Starts to take tasks from the shared queue and from that of this host. */
  static Pollers start(Connection connection, WorkerProcess.Registration procedures) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            connection.client(), WorkerSettings.factory(procedures.interceptors()));
    procedures.register(factory);
    factory.start();
    return new Pollers(connection, factory);
  }

  Connection connection() {
    return connection;
  }

  /**
   * Takes no more tasks, once there was time to deliver what was finished while the server was
   * away: given up at once, that work would count as lost until it times out.
   */
  void retire() {
    Thread retiring =
        new Thread(
            () -> {
              try {
                Thread.sleep(TO_DELIVER.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              stop(Duration.ofMinutes(5));
              log.info("old pollers ended");
            },
            "retire pollers");
    retiring.setDaemon(true);
    retiring.start();
  }

  /** Ends in order: tasks at work may finish, or are told at their next heartbeat to hand over. */
  void stop(Duration patience) {
    factory.shutdown();
    factory.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!factory.isTerminated()) {
      factory.shutdownNow();
      factory.awaitTermination(5, TimeUnit.SECONDS);
    }
    connection.close();
  }
}
