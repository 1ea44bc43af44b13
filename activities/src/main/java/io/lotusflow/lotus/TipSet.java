package io.lotusflow.lotus;

import java.time.Instant;

/**
 * The head of a chain, or another of its tip sets.
 *
 * @param time of its earliest block
 * @param baseFee attoFIL per unit of gas
 */
public record TipSet(long height, Instant time, AttoFil baseFee) {}
