package io.lotusflow.rehearsal.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** Deletes folders with all that is in them; links are removed, never followed. */
public final class Folders {
  private Folders() {}

  /** Deletes what is in a folder, but for one file. */
  public static void deleteContent(Path folder, Path kept) throws IOException {
    List<Path> content;
    try (Stream<Path> all = Files.list(folder)) {
      content = all.filter(path -> !path.equals(kept)).toList();
    }
    for (Path path : content) {
      delete(path);
    }
  }

  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
