package io.lotusflow.chain;

import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether old chain, new chain and snapshot fit on the disk at once. Earlier old copies go first
 * where they do not, if the node can do without them.
 */
final class Room {
  private static final long SLACK = 64L << 20;

  private final ChainResetPlan plan;
  private final ChainFolder repo;
  private final Path downloads;

  Room(ChainResetPlan plan) {
    this.plan = plan;
    this.repo = new ChainFolder(Path.of(plan.node().daemon().repo()));
    this.downloads = Path.of(plan.snapshot().downloads());
  }

  /**
   * @param healthy whether old copies may go
   */
  Receipt make(SnapshotSource source, boolean healthy, Runnable beat) {
    long needed = needed(source);
    List<String> gone = new ArrayList<>();
    for (Path copy : ChainCopies.of(repo.repo()).ours()) {
      if (repo.freeBytes() >= needed || !healthy || plan.scope().dryRun()) {
        break;
      }
      beat.run();
      FolderTree.delete(copy);
      gone.add(copy.getFileName().toString());
    }
    long free = repo.freeBytes() + (plan.scope().dryRun() ? bytesOfCopies(beat) : 0);
    if (free < needed) {
      throw ChainProblem.CHAIN_NO_ROOM.because(
          repo.repo(), new ByteSize(needed), new ByteSize(free));
    }
    String note =
        "needs %s in %s, %s are free%s"
            .formatted(
                new ByteSize(needed),
                repo.repo(),
                new ByteSize(free),
                gone.isEmpty() ? "" : "; removed " + String.join(", ", gone));
    return gone.isEmpty() ? Receipt.alreadySo(note) : Receipt.done(note);
  }

  private long bytesOfCopies(Runnable beat) {
    return ChainCopies.of(repo.repo()).ours().stream()
        .mapToLong(copy -> FolderTree.bytesIn(copy, beat))
        .sum();
  }

  /** The old chain is there already; a compressed file grows to about two and a half times. */
  private long needed(SnapshotSource source) {
    boolean compressed = source.location().matches(".*\\.(zst|zstd)(\\?.*)?");
    long chain = compressed ? source.bytes() * 5 / 2 : source.bytes() * 6 / 5;
    boolean toFetch = SourceResolver.isUrl(source.location()) && isSameDisk();
    long inPlace = plan.inPlace() ? 0 : chain;
    return inPlace + (toFetch ? source.bytes() : 0) + SLACK;
  }

  private boolean isSameDisk() {
    return store(downloads).equals(store(repo.repo()));
  }

  private static FileStore store(Path path) {
    try {
      return Files.getFileStore(Mounts.existing(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
