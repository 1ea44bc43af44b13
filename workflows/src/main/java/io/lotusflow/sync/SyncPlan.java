package io.lotusflow.sync;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.time.Duration;

/**
 * Waits for a chain until it is current.
 *
 * @param stallAfter a head that does not move for so long is a stalled sync
 */
public record SyncPlan(Scope scope, NodeApi node, Duration stallAfter) implements Plan {}
