package io.lotusflow.chain;

import io.lotusflow.copy.FileBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Changes that a power cut does not take back: written through before and after. */
final class Durably {
  private Durably() {}

  /** Writes through all files and folders below; quick where the disk has them already. */
  static void flush(Path tree, Runnable beat) {
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              beat.run();
              if (attributes.isRegularFile()) {
                FileBytes.force(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failed)
                throws IOException {
              FileBytes.force(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One rename within a file system, on disk when this returns. */
  static void rename(Path from, Path to) {
    try {
      if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(to + " is there already");
      }
      FileBytes.force(parent(from));
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      FileBytes.force(parent(to));
      FileBytes.force(parent(from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path : parent;
  }
}
