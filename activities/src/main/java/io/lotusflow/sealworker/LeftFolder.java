package io.lotusflow.sealworker;

import io.lotusflow.copy.FileBytes;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that a worker has left. It gets another name, that nobody starts a worker from it: two
 * with the same storage would each have half of what is sealed.
 */
record LeftFolder(Path folder) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final String MOVED = ".moved-";
  private static final List<String> MAKE_IT_STORAGE = List.of("sectorstore.json", "storage.json");

  /**
   * The name that it will get; its own where it cannot get another one: a mounted disk, a link, in
   * a folder that is not ours. Such a one is only made unfit.
   */
  Path nameAt(Instant time) throws IOException {
    Path parent = parent();
    boolean movable =
        !Files.isSymbolicLink(folder)
            && Files.isWritable(parent)
            && Files.getFileStore(folder).equals(Files.getFileStore(parent))
            && Files.getAttribute(folder, "unix:dev")
                .equals(Files.getAttribute(parent, "unix:dev"));
    return movable ? parent.resolve(folder.getFileName() + MOVED + TIME.format(time)) : folder;
  }

  /** Does nothing where it was done before. */
  void keepAs(Path kept) throws IOException {
    if (!kept.equals(folder)) {
      if (Files.exists(folder) && !Files.exists(kept)) {
        Files.move(folder, kept, StandardCopyOption.ATOMIC_MOVE);
        FileBytes.force(parent());
      }
      return;
    }
    for (String name : MAKE_IT_STORAGE) {
      if (Files.exists(folder.resolve(name))) {
        Files.move(
            folder.resolve(name),
            folder.resolve(name + MOVED + TIME.format(Instant.now())),
            StandardCopyOption.ATOMIC_MOVE);
      }
    }
    FileBytes.force(folder);
  }

  private Path parent() {
    Path parent = folder.toAbsolutePath().getParent();
    return parent == null ? folder : parent;
  }

  /** Of one that kept its name, only what is in it. */
  void delete(Path kept) throws IOException {
    if (!kept.equals(folder)) {
      FolderTree.delete(kept);
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(one -> !one.endsWith("lost+found")).toList()) {
        FolderTree.delete(entry);
      }
    }
  }
}
