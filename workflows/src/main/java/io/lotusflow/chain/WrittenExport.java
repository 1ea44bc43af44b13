package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * An export that is on disk, and not proven yet.
 *
 * @param path its temporary name
 */
public record WrittenExport(Receipt receipt, String path, long bytes) implements Reported {}
