package io.lotusflow.sector;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.time.Duration;

/**
 * A miner whose sectors are watched.
 *
 * @param every how long between two looks
 */
public record WatchPlan(Scope scope, NodeApi miner, NodeApi node, Duration every) implements Plan {}
