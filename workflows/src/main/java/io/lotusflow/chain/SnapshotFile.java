package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** A whole file on disk, its digest compared with the published one where there is one. */
public record SnapshotFile(Receipt receipt, String path, long bytes, String sha256)
    implements Reported {}
