package io.lotusflow.chain;

/**
 * A server that has the very file that will be fetched.
 *
 * @param location versioned URL
 * @param etag empty when there is none
 * @param bytesPerSecond of its first bytes, when it was asked
 */
public record SnapshotMirror(String location, String etag, long bytesPerSecond) {}
