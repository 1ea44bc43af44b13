package io.lotusflow.chain;

import io.lotusflow.node.LeaseAsk;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.time.Duration;

/**
 * One chain reset.
 *
 * @param inPlace the manual's way, for a disk that cannot hold both chains: the old one is deleted
 *     first
 * @param keyBackup folder for the keystore's copy that is made before
 * @param confirmed whether the operator named the node; otherwise, where coins are worth money, the
 *     run waits for an approval
 * @param ifBusy what to do when another run has the node at the start
 * @param waitAtMost for it; older plans have none and wait for ever
 */
public record ChainResetPlan(
    Scope scope,
    ChainNode node,
    SnapshotPlan snapshot,
    boolean inPlace,
    String keyBackup,
    boolean confirmed,
    LeaseAsk.IfBusy ifBusy,
    Duration waitAtMost)
    implements Plan {

  public ChainResetPlan {
    waitAtMost = waitAtMost == null ? LeaseAsk.FOR_EVER : waitAtMost;
  }

  /** The same, with the node named by the operator. */
  public ChainResetPlan confirmedByName() {
    return new ChainResetPlan(scope, node, snapshot, inPlace, keyBackup, true, ifBusy, waitAtMost);
  }

  LeaseAsk ask() {
    return new LeaseAsk(scope, ifBusy, waitAtMost);
  }

  boolean needsApproval() {
    return !confirmed && !scope.dryRun() && (inPlace || node.daemon().network().isMainnet());
  }
}
