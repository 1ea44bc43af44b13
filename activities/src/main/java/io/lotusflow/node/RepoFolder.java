package io.lotusflow.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder of a Lotus repository, which holds keys: readable by its owner alone. */
public final class RepoFolder {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private RepoFolder() {}

  /** Whether a process of Lotus has the repository. */
  public static boolean isInUse(Path repo) {
    Path lock = repo.resolve("repo.lock");
    if (!Files.exists(lock)) {
      return false;
    }
    try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw");
        FileLock ours = file.getChannel().tryLock()) {
      return ours == null;
    } catch (OverlappingFileLockException heldByUs) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the folder where it is missing; one that is there keeps its mode. */
  public static Path make(Path folder) {
    try {
      Path parent = folder.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      // Not createDirectory: another attempt may be faster.
      return Files.createDirectories(folder, OWNER_ONLY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
