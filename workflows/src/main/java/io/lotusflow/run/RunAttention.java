package io.lotusflow.run;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import java.util.Optional;

/** How a child tells the root of its tree that it waits for a person, or no longer does. */
@WorkflowInterface
public interface RunAttention {

  @SignalMethod
  void attention(Notice notice);

  /** One record, so that a field can be added. */
  record Notice(String workflowId, Optional<Attention> attention) {}
}
