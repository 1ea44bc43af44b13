package io.lotusflow.run;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import java.util.Optional;

/** What a run is told of hosts; every workflow listens, and acts only if it has a step there. */
@WorkflowInterface
public interface HostNotices {

  /** Steps there say so, and wait on. */
  @SignalMethod
  void hostAway(HostAway host);

  /** Steps that wait there park: nobody will do them. */
  @SignalMethod
  void hostRemoved(Removed host);

  /** How a child tells the root of its tree for whom it waits, or that it no longer does. */
  @SignalMethod
  void partWaits(Waiting part);

  /** One record, so that a field can be added. */
  record Removed(HostId host, String name) {}

  /** One workflow of a tree, and the host it waits for. */
  record Waiting(String workflowId, Optional<HostAway> host) {}
}
