package io.lotusflow.alert;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.run.Steps;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.List;

/** All targets at once: a dead one delays none of the others. */
public final class AlertWorkflowImpl implements AlertWorkflow {

  @Override
  public void send(AlertPlan plan) {
    Scope scope = plan.scope();
    AlertActivities alerts = Steps.tryingFor(Steps.OLD_NEWS, scope.host(), AlertActivities.class);
    List<Promise<Receipt>> sent =
        scope.alerts().stream()
            .map(target -> new Delivery(scope, plan.alert(), target))
            .map(delivery -> Async.function(alerts::send, delivery))
            .toList();
    sent.forEach(Promise::get);
  }
}
