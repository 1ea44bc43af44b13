package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.metrics.Endpoint;
import io.lotusflow.metrics.Metrics;
import io.lotusflow.run.HostId;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Target;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker process of a host. Started by the supervisor, or by hand against any cluster. */
public final class WorkerMain {

  private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);
  private static final int RUNS_ALREADY = 3;
  private static final Duration HAND_OVER_EVERY = Duration.ofSeconds(10);

  private WorkerMain() {}

  public static void main(String[] args) throws InterruptedException {
    run(UpOptions.parse(List.of(args)), Procedures::register);
  }

  /** How procedures get into a worker. */
  interface Register {
    void register(Worker workflows, Worker activities, Home home);
  }

  static void run(UpOptions options, Register register) throws InterruptedException {
    Home home = Home.ofThisProcess();
    Optional<HomeLock> lock = HomeLock.take(home, "worker");
    if (lock.isEmpty()) {
      System.err.println("another worker of " + home.folder() + " runs already");
      System.exit(RUNS_ALREADY);
      return;
    }
    try {
      Target target = Target.resolve(home, options.address(), options.namespace(), System.getenv());
      Optional<Metrics> metrics = options.metricsPort(Map.of()).flatMap(port -> shown(home, port));
      WorkerProcess process =
          new WorkerProcess(
              home, target, options.embedded(), registration(home, register, metrics), metrics);
      endPolitely(process, Thread.currentThread());
      process.run();
    } finally {
      lock.get().release();
    }
  }

  /** Work goes before figures: without the port it goes on without them. */
  private static Optional<Metrics> shown(Home home, int port) {
    Metrics metrics = new Metrics(home.hostId(), HAND_OVER_EVERY);
    try {
      Endpoint.start(metrics, port);
      log.info("metrics at http://127.0.0.1:{}/metrics", port);
      return Optional.of(metrics);
    } catch (IOException taken) {
      log.error("no metrics port={}", port, taken);
      metrics.close();
      return Optional.empty();
    }
  }

  private static void endPolitely(WorkerProcess process, Thread main) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  process.stop();
                  try {
                    main.join();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private static WorkerProcess.Registration registration(
      Home home, Register register, Optional<Metrics> metrics) {
    return new WorkerProcess.Registration() {
      @Override
      public void register(WorkerFactory factory) {
        Worker workflows = factory.newWorker(TaskQueues.WORKFLOWS, WorkerSettings.worker());
        Worker activities =
            factory.newWorker(new HostId(home.hostId()).taskQueue(), WorkerSettings.worker());
        register.register(workflows, activities, home);
      }

      @Override
      public List<WorkerInterceptor> interceptors() {
        List<WorkerInterceptor> all = new ArrayList<>(Procedures.interceptors(home));
        metrics.map(Metrics::steps).ifPresent(all::add);
        return all;
      }
    };
  }
}
