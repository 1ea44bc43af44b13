package io.lotusflow.lotus;

/**
 * Sectors of a miner on the chain.
 *
 * @param live all that count for anything
 * @param active those of them that are proven
 * @param faulty those that are not
 */
public record SectorCount(long live, long active, long faulty) {}
