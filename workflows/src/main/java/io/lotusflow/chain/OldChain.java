package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A chain that was switched out and is kept.
 *
 * @param folder absolute; empty if there is none
 */
public record OldChain(Receipt receipt, String folder, long bytes) implements Reported {}
