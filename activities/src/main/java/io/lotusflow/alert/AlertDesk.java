package io.lotusflow.alert;

import io.lotusflow.run.Scope;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.run.TaskQueues;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.Optional;

/** Hands alerts to the server, which sees to it that they arrive. */
public final class AlertDesk {

  private final WorkflowClient client;

  public AlertDesk(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Tells it to all who are to be told; an event that was raised before is not told again.
   *
   * @return the run that sends it; empty if nobody is to be told, or it was told
   */
  public Optional<WorkflowExecution> raise(Scope scope, Alert alert) {
    if (scope.alerts().isEmpty()) {
      return Optional.empty();
    }
    AlertWorkflow alerts = client.newWorkflowStub(AlertWorkflow.class, options(scope, alert));
    try {
      return Optional.of(WorkflowStub.fromTyped(alerts).start(new AlertPlan(scope, alert)));
    } catch (WorkflowExecutionAlreadyStarted told) {
      return Optional.empty();
    }
  }

  private static WorkflowOptions options(Scope scope, Alert alert) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId("alert/" + alert.key())
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setStaticSummary(new AlertText(scope, alert).title())
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.HOST, scope.host().value())
                .build())
        .build();
  }
}
