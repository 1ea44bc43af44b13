package io.lotusflow.node;

import io.lotusflow.run.NodeId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The lease of one node: at most one run at a time stops or changes it, the others wait in turn.
 * Started by the first who asks, over when nobody has it; its memo says who does, so that it can be
 * read when no worker is up. Runs do not speak to it themselves: {@link NodeLease}.
 */
@WorkflowInterface
public interface NodeLeaseWorkflow {

  /** The id under which a node's lease is found. */
  static String id(NodeId node) {
    return "lease/" + node;
  }

  @WorkflowMethod(name = "NodeLease")
  void serve(LeaseState before);

  @SignalMethod
  void ask(LeaseHolder run);

  /** By the run itself when it is done, or by one that waits and found that run to be over. */
  @SignalMethod
  void giveUp(LeaseHolder run);
}
