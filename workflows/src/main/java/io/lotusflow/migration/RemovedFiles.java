package io.lotusflow.migration;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What was deleted of the old paths.
 *
 * @param files whose twins were read back and were the same
 * @param left files whose twins the miner has changed or taken away since, or that are no sector's:
 *     they stay
 */
public record RemovedFiles(Receipt receipt, long files, long bytes, long left)
    implements Reported {}
