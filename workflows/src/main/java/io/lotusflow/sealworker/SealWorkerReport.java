package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What an act came to.
 *
 * @param session by which the miner knows it; empty where it does not run
 */
public record SealWorkerReport(Receipt receipt, String name, String session) implements Reported {}
