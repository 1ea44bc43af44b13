package io.lotusflow.sync;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.time.Instant;

/**
 * The head of a synced chain.
 *
 * @param height in epochs
 */
public record ChainHead(Receipt receipt, long height, Instant time) implements Reported {}
