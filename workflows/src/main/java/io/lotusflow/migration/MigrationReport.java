package io.lotusflow.migration;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What a migration came to.
 *
 * @param deletedFiles of the old paths
 * @param leftFiles of the old paths that stay
 */
public record MigrationReport(Receipt receipt, long deletedFiles, long leftFiles)
    implements Reported {}
