package io.lotusflow.benchmark;

import io.lotusflow.files.FolderTree;
import io.lotusflow.host.Folders;
import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which one node's benchmarks are run. Each makes a folder of its own in it, {@code
 * bench} and a number, and takes it away again unless it is killed. Another may be the TMPDIR.
 */
record SealingFolder(Path folder) {
  private static final String OURS = "bench\\d+|tmp";

  static SealingFolder of(BenchmarkPlan plan) {
    return new SealingFolder(Path.of(plan.folder()));
  }

  /** Folders of runs that were killed, and locks. */
  List<Path> leftovers() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches(OURS))
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ByteSize leftoverBytes() {
    return new ByteSize(leftovers().stream().mapToLong(SealingFolder::bytes).sum());
  }

  private static long bytes(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.mapToLong(SealingFolder::size).sum();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** With what leftovers take, since they go before a run. */
  ByteSize free() {
    try {
      return new ByteSize(
          Files.getFileStore(Folders.nearestThere(folder)).getUsableSpace()
              + leftoverBytes().bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing else in it is touched, and where there is something else it stays itself. */
  void clear() {
    leftovers().forEach(FolderTree::delete);
    removeIfEmpty();
  }

  void removeIfEmpty() {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException | NoSuchFileException others) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
