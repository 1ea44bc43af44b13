package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * The one file that will be fetched, for its bytes and for its checksum.
 *
 * @param location versioned URL or absolute path
 * @param bytes 0 when the server does not say
 * @param sha256 empty when none is published
 * @param etag empty when there is none; a change while downloading is noticed by it
 */
public record SnapshotSource(
    Receipt receipt, String location, long bytes, String sha256, String etag) implements Reported {}
