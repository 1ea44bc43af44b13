package io.lotusflow.rehearsal;

import io.lotusflow.rehearsal.site.Ports;
import java.net.URI;

/**
 * A site that answers.
 *
 * @param pid the process that serves it
 * @param uri the root of all it serves
 */
public record RehearsalSite(long pid, URI uri, Ports ports) {
  /** To be cloned, with submodules. */
  public URI source() {
    return uri.resolve("/lotus.git");
  }

  /** Redirects to the newest snapshot. */
  public URI snapshot() {
    return uri.resolve("/snapshots/latest");
  }

  /** Proof parameters by CID, as an IPFS gateway has them. */
  public URI gateway() {
    return uri.resolve("/ipfs/");
  }

  /** Go releases, as go.dev has them. */
  public URI goDownloads() {
    return uri.resolve("/go/");
  }

  public URI rustupInit() {
    return uri.resolve("/rustup/rustup-init");
  }

  /** Takes a POST with {@code address=…}. */
  public URI faucet() {
    return uri.resolve("/faucet");
  }
}
