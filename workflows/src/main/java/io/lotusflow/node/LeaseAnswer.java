package io.lotusflow.node;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * Whether a run has the node now.
 *
 * @param heldBy id of the run that has it instead; empty if it is ours
 */
public record LeaseAnswer(Receipt receipt, String heldBy) implements Reported {

  public boolean granted() {
    return heldBy.isEmpty();
  }
}
