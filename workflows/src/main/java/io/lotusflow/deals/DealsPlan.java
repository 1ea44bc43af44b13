package io.lotusflow.deals;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * The market of a miner.
 *
 * @param binary absolute path of {@code lotus-miner}
 * @param miner whose {@code config.toml} lies in its repository, on the scope's host
 */
public record DealsPlan(Scope scope, String binary, NodeApi miner, NodeApi node) implements Plan {}
