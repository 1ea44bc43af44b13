package io.lotusflow.chain;

import io.lotusflow.files.FolderTree;
import io.lotusflow.node.RepoFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** The chain data of a repository. What is switched is always the whole {@code datastore}. */
record ChainFolder(Path repo) {
  private static final String MARK = ".lotusflow-import";
  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  Path datastore() {
    return repo.resolve("datastore");
  }

  boolean hasChain() {
    return isFilled(datastore().resolve("chain"))
        && Files.isDirectory(datastore().resolve("metadata"));
  }

  /**
   * The repository in which a snapshot is imported: where it can be renamed from at the end. A
   * sibling, or within where the repository is a disk of its own.
   */
  ChainFolder beside() {
    Path sibling = repo.resolveSibling(repo.getFileName() + ".import");
    return new ChainFolder(
        Mounts.renameWorks(repo, sibling.toAbsolutePath().getParent())
            ? sibling
            : repo.resolve("import"));
  }

  /** Whether a daemon holds the repository. */
  boolean isInUse() {
    return RepoFolder.isInUse(repo);
  }

  /** Whether {@link #claim} would succeed. */
  boolean isFreeForUs() {
    return Files.exists(repo.resolve(MARK)) || !isFilled(repo);
  }

  /** Makes this a folder of ours for an import; one that is somebody else's is left alone. */
  boolean claim() {
    if (isFreeForUs()) {
      RepoFolder.make(repo);
      try {
        Files.writeString(repo.resolve(MARK), "Made by lotusflow for an import; may be removed.\n");
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  /** Takes over the datastore of another one; an own one without a chain is kept beside it. */
  void takeOver(ChainFolder filled) {
    try {
      RepoFolder.make(repo);
      if (Files.exists(datastore())) {
        String name = "datastore.before-import-" + STAMP.format(Instant.now());
        Files.move(datastore(), repo.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(filled.datastore(), datastore(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder that {@link #claim} made. */
  void removeClaimed() {
    if (Files.exists(repo.resolve(MARK))) {
      FolderTree.delete(repo);
    }
  }

  long freeBytes() {
    try {
      Path there = repo.toAbsolutePath();
      while (!Files.exists(there)) {
        there = there.getParent();
      }
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFilled(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
