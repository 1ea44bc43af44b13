package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.run.HostId;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Target;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.util.List;
import java.util.Optional;

/** The worker process of a host. Started by the supervisor, or by hand against any cluster. */
public final class WorkerMain {

  private static final int RUNS_ALREADY = 3;

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
      WorkerProcess process =
          new WorkerProcess(home, target, options.embedded(), registration(home, register));
      endPolitely(process, Thread.currentThread());
      process.run();
    } finally {
      lock.get().release();
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

  private static WorkerProcess.Registration registration(Home home, Register register) {
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
        return Procedures.interceptors(home);
      }
    };
  }
}
