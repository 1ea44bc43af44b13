package io.lotusflow.chain;

import io.lotusflow.node.DaemonPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * Chain data for a daemon.
 *
 * @param source URL (a {@code latest} URL is resolved once to its versioned file) or absolute path
 *     of a CAR, plain or zstd
 * @param sha256 64 lower-case hex digits; empty = the one published beside the file, where there is
 *     one
 * @param downloads folder
 * @param wholeChain it must be a full chain, which Lotus then validates from genesis on ({@code
 *     --import-chain}); otherwise recent states suffice ({@code --import-snapshot})
 */
public record SnapshotPlan(
    Scope scope,
    String source,
    String sha256,
    String downloads,
    DaemonPlan daemon,
    Fetching fetching,
    boolean wholeChain)
    implements Plan {
  public SnapshotPlan {
    if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "sha256 must be 64 lower-case hex digits, got \"" + sha256 + '"');
    }
    fetching = fetching == null ? Fetching.USUAL : fetching;
  }

  public SnapshotPlan(
      Scope scope,
      String source,
      String sha256,
      String downloads,
      DaemonPlan daemon,
      Fetching fetching) {
    this(scope, source, sha256, downloads, daemon, fetching, false);
  }

  public SnapshotPlan(
      Scope scope, String source, String sha256, String downloads, DaemonPlan daemon) {
    this(scope, source, sha256, downloads, daemon, Fetching.USUAL);
  }
}
