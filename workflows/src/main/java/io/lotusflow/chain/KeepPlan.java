package io.lotusflow.chain;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * An old chain that is kept for a while.
 *
 * @param old folder
 */
public record KeepPlan(Scope scope, ChainNode node, String old) implements Plan {}
