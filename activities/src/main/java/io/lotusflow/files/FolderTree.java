package io.lotusflow.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder with all that is in it. */
public final class FolderTree {
  private FolderTree() {}

  /** Deletes it; what links in it lead to stays. Two attempts may do this side by side. */
  public static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Bytes of all files in it, links in it not followed; none if it is not there. What comes and
   * goes meanwhile, as in a store that is in use, is counted or not. The folder itself may be a
   * link to another disk.
   *
   * @param beat called at each file
   */
  public static long bytesIn(Path folder, Runnable beat) {
    Count count = new Count(beat);
    try {
      Files.walkFileTree(folder.toRealPath(), count);
    } catch (NoSuchFileException none) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count.bytes;
  }

  private static final class Count extends SimpleFileVisitor<Path> {
    private final Runnable beat;
    private long bytes;

    Count(Runnable beat) {
      this.beat = beat;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      beat.run();
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
      return unlessGone(failed);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException cutShort)
        throws IOException {
      return cutShort == null ? FileVisitResult.CONTINUE : unlessGone(cutShort);
    }
  }

  private static FileVisitResult unlessGone(IOException failed) throws IOException {
    if (failed instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE; // somebody else was faster
    }
    throw failed;
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
      return unlessGone(failed);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
      if (failed != null) {
        return unlessGone(failed);
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
