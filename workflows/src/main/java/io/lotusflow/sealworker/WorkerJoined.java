package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A worker that its miner knows.
 *
 * @param session changes with each start of the worker
 */
public record WorkerJoined(Receipt receipt, String session) implements Reported {}
