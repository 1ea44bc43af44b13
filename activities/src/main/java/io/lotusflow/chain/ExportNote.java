package io.lotusflow.chain;

/**
 * Lies beside an exported file: that it is ours, and what it is. Without it no export is deleted.
 *
 * @param bytes of the file
 * @param carBytes unpacked
 * @param workflow the run that made it
 */
record ExportNote(
    String name,
    long bytes,
    long carBytes,
    String sha256,
    long height,
    long stateRoots,
    String at,
    String workflow) {}
