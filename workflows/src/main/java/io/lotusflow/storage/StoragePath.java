package io.lotusflow.storage;

import io.lotusflow.lotus.ByteSize;
import java.util.Optional;

/**
 * One path of a miner.
 *
 * @param weight Lotus' preference; 10 is its default
 */
public record StoragePath(
    String path, boolean seal, boolean store, int weight, Optional<ByteSize> maxStorage) {}
