package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * How long a node was away, seen from outside by asking its API many times a second.
 *
 * @param noAnswerSeconds nobody answered
 * @param behindSeconds it answered, but its head was more than two epochs old
 * @param unwatchedSeconds nobody looked, as the worker was away; in neither of the two
 */
public record Downtime(
    Receipt receipt, double noAnswerSeconds, double behindSeconds, double unwatchedSeconds)
    implements Reported {}
