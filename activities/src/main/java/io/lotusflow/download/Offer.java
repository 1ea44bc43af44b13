package io.lotusflow.download;

import java.net.URI;

/**
 * A file on a server, as the server describes it.
 *
 * @param url after all redirects: the same file for as long as the download takes
 * @param bytes 0 when the server does not say
 * @param etag empty when there is none
 * @param sha256 published beside the file; empty when there is none
 * @param ranges whether parts of it can be asked for
 * @param bytesPerSecond of its first bytes; 0 = not measured
 */
public record Offer(
    URI url, long bytes, String etag, String sha256, boolean ranges, long bytesPerSecond) {

  /** The validator for {@code If-Range}, which must not be a weak one. */
  boolean hasStrongEtag() {
    return !etag.isEmpty() && !etag.startsWith("W/");
  }

  /** Whether both are the same file, byte for byte; length alone is no proof. */
  public boolean isSameFileAs(Offer other) {
    if (bytes == 0 || bytes != other.bytes) {
      return false;
    }
    boolean bothPublished = !sha256.isEmpty() && !other.sha256.isEmpty();
    return bothPublished ? sha256.equals(other.sha256) : hasStrongEtag() && etag.equals(other.etag);
  }
}
