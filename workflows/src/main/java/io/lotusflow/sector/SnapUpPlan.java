package io.lotusflow.sector;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * A sector without deals that is to take some, or is to be what it was.
 *
 * @param binary absolute path of {@code lotus-miner}
 * @param abort ends an upgrade that was begun
 * @param confirmed whether the operator named the sector again, which an abort needs once deals are
 *     being put into it
 */
public record SnapUpPlan(
    Scope scope,
    String binary,
    NodeApi miner,
    NodeApi node,
    long number,
    boolean abort,
    boolean confirmed)
    implements Plan {}
