package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A miner that a worker's host can reach.
 *
 * @param address multiaddress of its API, as seen from there
 */
public record MinerFound(Receipt receipt, String address) implements Reported {}
