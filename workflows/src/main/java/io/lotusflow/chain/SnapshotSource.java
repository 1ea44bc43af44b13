package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * The one file that will be fetched, for its bytes and for its checksum.
 *
 * @param location versioned URL or absolute path
 * @param bytes 0 when the server does not say
 * @param sha256 empty when none is published
 * @param etag empty when there is none; a change while downloading is noticed by it
 * @param allOrNothing whether the server gives no parts of it: a break costs everything
 * @param mirrors other servers with the very same file: ranges come from all of them
 */
public record SnapshotSource(
    Receipt receipt,
    String location,
    long bytes,
    String sha256,
    String etag,
    boolean allOrNothing,
    List<SnapshotMirror> mirrors)
    implements Reported {

  public SnapshotSource {
    mirrors = mirrors == null ? List.of() : List.copyOf(mirrors);
  }

  public SnapshotSource(Receipt receipt, String location, long bytes, String sha256, String etag) {
    this(receipt, location, bytes, sha256, etag, false, List.of());
  }
}
