package io.lotusflow.deals;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.time.Duration;
import java.util.Optional;

/**
 * The market of a miner.
 *
 * @param binary absolute path of {@code lotus-miner}
 * @param miner whose {@code config.toml} lies in its repository, on the scope's host
 * @param drain how long transfers and retrievals under way are waited for at most, once no new
 *     deals are taken; absent in plans of earlier versions, which did not wait
 */
public record DealsPlan(
    Scope scope, String binary, NodeApi miner, NodeApi node, Optional<Duration> drain)
    implements Plan {}
