package io.lotusflow.worker;

import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.home.Home;
import io.lotusflow.run.Patience;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.List;

/** Everything a worker of this host can do. */
public final class Procedures {

  /**
   * With the server's pauses between them, a step is tried for about a minute before a person is
   * asked.
   */
  private static final int ATTEMPTS = 6;

  /**
   * A plan that a record refuses fails the run with its message; else its task would be retried for
   * ever.
   */
  private static final WorkflowImplementationOptions REFUSE_BAD_PLANS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(DataConverterException.class)
          .build();

  private Procedures() {}

  /**
   * Registers all procedures. Called once for each set of pollers, of which there is more than one
   * after an outage of the server; so what must exist once per process does not begin here.
   *
   * @param workflows polls the task queue that all hosts share
   * @param activities polls this host's own task queue
   */
  public static void register(Worker workflows, Worker activities, Home home) {
    workflows.registerWorkflowImplementationTypes(
        REFUSE_BAD_PLANS, Catalogue.WORKFLOWS.toArray(Class<?>[]::new));
  }

  /** What surrounds every workflow and activity. */
  public static List<WorkerInterceptor> interceptors() {
    return List.of(Catalogue.interceptor(), new Patience(ATTEMPTS));
  }
}
