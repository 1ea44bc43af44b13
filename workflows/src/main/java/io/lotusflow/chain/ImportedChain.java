package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A repository with chain data in it.
 *
 * @param height of the head that was imported, in epochs; -1 when it could not be told
 */
public record ImportedChain(Receipt receipt, long height) implements Reported {}
