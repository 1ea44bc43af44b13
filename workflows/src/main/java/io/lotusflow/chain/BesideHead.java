package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * The second repository's chain.
 *
 * @param height -1 when it could not be told
 * @param current whether it may be switched in
 */
public record BesideHead(Receipt receipt, long height, boolean current) implements Reported {}
