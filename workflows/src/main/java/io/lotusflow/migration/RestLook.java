package io.lotusflow.migration;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What would be copied with the miner stopped.
 *
 * @param fits it takes no longer than half of the planned outage
 */
public record RestLook(Receipt receipt, boolean fits) implements Reported {}
