package io.lotusflow.storage;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A path that belongs to a miner.
 *
 * @param id the UUID in {@code sectorstore.json}
 */
public record AttachedPath(Receipt receipt, String id, String path) implements Reported {}
