package io.lotusflow.upgrade;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * How long an older version follows the network, as it was noted when it was left.
 *
 * @param before the host at that time: a daemon that is silent now had a head then
 * @param changes the epoch, see {@link Changes#noWayBackFrom}
 */
public record OldLimit(Receipt receipt, InUse before, Changes changes) implements Reported {}
