package io.lotusflow.doctor;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Whether the chain is today's, and the one that the others have. */
final class ChainLook {
  /** Below the head there may be several chains for a while. */
  private static final int SETTLED = 20;

  private static final int OLD = 5;

  private final Words words;

  ChainLook(Words words) {
    this.words = words;
  }

  Finding sync(FullNode node, Instant now) {
    TipSet head = node.head();
    Duration age = Duration.between(head.time(), now);
    Duration block = node.version().blockDelay();
    if (age.compareTo(block.multipliedBy(OLD)) <= 0) {
      return words.ok("sync", head.height(), age.toSeconds());
    }
    long behind = block.isZero() ? 0 : age.dividedBy(block);
    Optional<String> error = node.syncError();
    if (error.isPresent()) {
      return words.refuse("sync", "sync.error", head.height(), behind, error.get());
    }
    return node.isSyncing()
        ? words.warning("sync", "sync.behind", head.height(), behind, node.sync().target())
        : words.refuse("sync", "sync.stalled", head.height(), behind);
  }

  /**
   * Compares the tipset some epochs below the lower of both heads.
   *
   * @param other API of a daemon of somebody else
   */
  Finding fork(FullNode node, URI other) {
    FullNode source = FullNode.at(other);
    try {
      long ours = node.head().height();
      long theirs = source.head().height();
      long height = Math.max(0, Math.min(ours, theirs) - SETTLED);
      Set<String> here = node.blocksAt(height);
      Set<String> there = source.blocksAt(height);
      return here.equals(there)
          ? words.ok("fork", height, other.getHost(), theirs - ours)
          : words.refuse("fork", "fork.other", height, other.getHost(), ours, theirs);
    } catch (RpcFailed silent) {
      return words.warning("fork", "fork.silent", other.getHost(), silent.said());
    }
  }
}
