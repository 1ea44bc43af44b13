package io.lotusflow.sector;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * An operator's decision about one sector.
 *
 * @param state as Lotus spells it
 * @param confirmed whether the operator named the sector again, which a state that ends it needs
 */
public record SetStatePlan(Scope scope, NodeApi miner, long number, String state, boolean confirmed)
    implements Plan {}
