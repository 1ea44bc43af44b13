package io.lotusflow.sector;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * A number of sectors to pledge, and to follow until they are proven.
 *
 * @param batch names this batch for good: a second attempt, also after a crash, is known by it
 * @param count of sectors, no more and no fewer
 * @param parallel how many of the batch may be sealed at once; 0 = as many as there is room for
 */
public record PledgePlan(
    Scope scope, NodeApi miner, NodeApi node, String batch, int count, int parallel)
    implements Plan {}
