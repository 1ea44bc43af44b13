package io.lotusflow.lotus;

/**
 * Where a miner is in its proving period; all lengths in epochs, as the node says them.
 *
 * @param now the epoch of the head
 * @param start of the period
 * @param deadlines how many there are in a period
 * @param length of the period
 * @param window how long each deadline is open
 * @param recoveryLead how long before a deadline opens its recoveries must be declared
 */
public record ProvingPeriod(
    long now, long start, int deadlines, long length, long window, long recoveryLead) {}
