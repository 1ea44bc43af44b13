package io.lotusflow.chain;

import io.lotusflow.node.LeaseAsk;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * One chain reset.
 *
 * @param inPlace the manual's way, for a disk that cannot hold both chains: the old one is deleted
 *     first
 * @param keyBackup folder for the keystore's copy that is made before
 * @param confirmed whether the operator named the node; otherwise, where coins are worth money, the
 *     run waits for an approval
 * @param ifBusy what to do when another run has the node at the start
 */
public record ChainResetPlan(
    Scope scope,
    ChainNode node,
    SnapshotPlan snapshot,
    boolean inPlace,
    String keyBackup,
    boolean confirmed,
    LeaseAsk.IfBusy ifBusy)
    implements Plan {

  boolean needsApproval() {
    return !confirmed && !scope.dryRun() && (inPlace || node.daemon().network().isMainnet());
  }
}
