package io.lotusflow.watch;

import io.lotusflow.host.HostPlan;
import io.lotusflow.host.HostPrepareWorkflow;
import io.lotusflow.run.Children;
import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A procedure with another one in it. */
@WorkflowInterface
public interface Tree {

  @WorkflowMethod
  Receipt grow(HostPlan plan);

  /** Its only branch is the preparation of a host. */
  final class TreeImpl implements Tree {
    @Override
    public Receipt grow(HostPlan plan) {
      return Children.procedure(HostPrepareWorkflow.class, "host", plan.scope()).prepare(plan);
    }
  }
}
