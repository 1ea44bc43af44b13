package io.lotusflow.lotus;

/** Some of a deadline's sectors, proven together. */
public record Partition(BitField live, BitField faulty) {}
