package io.lotusflow.init;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The file on disk: whole or not at all, and never lost. */
public record SettingsFile(Path path) {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

  /** Where there is none yet; a link is made only if its name is free. */
  public void create(String text) throws IOException {
    Path draft = draft(text);
    try {
      Files.createLink(path, draft);
    } finally {
      Files.delete(draft);
    }
    syncFolder();
  }

  /** Returns where the earlier file is kept, if there was one. */
  public Optional<Path> replace(String text) throws IOException {
    Path draft = draft(text);
    Optional<Path> backup = Files.exists(path) ? Optional.of(backUp()) : Optional.empty();
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
    return backup;
  }

  public void refuseIfThere() throws FileAlreadyExistsException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private Path draft(String text) throws IOException {
    Files.createDirectories(path.getParent());
    Path draft = path.resolveSibling('.' + path.getFileName().toString() + '.' + stamp());
    try (FileChannel file =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    return draft;
  }

  private Path backUp() throws IOException {
    Path backup = path.resolveSibling(path.getFileName() + "." + stamp() + ".bak");
    return Files.copy(path, backup, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private void syncFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static String stamp() {
    return LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
  }
}
