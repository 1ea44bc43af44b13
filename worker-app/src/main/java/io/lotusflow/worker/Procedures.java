package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import java.util.List;

/** Everything a worker of this host can do. */
public final class Procedures {

  private Procedures() {}

  /**
   * Registers all procedures. Called once for each set of pollers, of which there is more than one
   * after an outage of the server; so what must exist once per process does not begin here.
   *
   * @param workflows polls the task queue that all hosts share
   * @param activities polls this host's own task queue
   */
  public static void register(Worker workflows, Worker activities, Home home) {}

  /** What surrounds every workflow and activity. */
  public static List<WorkerInterceptor> interceptors() {
    return List.of();
  }
}
