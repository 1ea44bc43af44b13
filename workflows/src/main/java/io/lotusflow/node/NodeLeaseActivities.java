package io.lotusflow.node;

import io.temporal.activity.ActivityInterface;

/** How a run asks for its node; only a client may start the lease that is not there yet. */
@ActivityInterface(namePrefix = "Lease.")
public interface NodeLeaseActivities {

  /**
   * Asks, and returns when the calling run has the node, or at once if it shall not wait. A holder
   * whose run has ended is put out. A second call of the same run finds that it has it.
   */
  LeaseAnswer take(LeaseAsk ask);
}
