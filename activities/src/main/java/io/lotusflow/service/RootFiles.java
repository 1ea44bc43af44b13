package io.lotusflow.service;

import io.lotusflow.process.Command;
import io.lotusflow.process.Output;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Files that only root may write, read and written through {@code sudo} where we are not root. */
final class RootFiles {
  private static final Duration QUICK = Duration.ofSeconds(30);

  private final Programs programs;

  RootFiles(Programs programs) {
    this.programs = programs;
  }

  boolean exists(Path file) {
    return Files.exists(file);
  }

  boolean is(Path file, String content) {
    if (!exists(file)) {
      return false;
    }
    if (Files.isReadable(file)) {
      return read(file).equals(content);
    }
    Output read =
        programs.run(Command.of(QUICK, "cat", "--", file.toString()).accepting(0, 1).withRoot());
    return read.exit() == 0 && read.stdout().equals(content);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the file in one move, with its mode from the first byte on; makes its folder. */
  void write(Path file, String content, String mode) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Path draft = Files.createTempFile("lotusflow", ".draft");
      try {
        Files.writeString(draft, content);
        root("install", "-D", "-m", mode, "--", draft.toString(), fresh.toString());
        root("mv", "-f", "--", fresh.toString(), file.toString());
      } finally {
        Files.delete(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(Path file) {
    root("rm", "-rf", "--", file.toString());
  }

  void makeFolder(Path folder, String owner) {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (owner.isEmpty()) {
      root("install", "-d", "--", folder.toString());
    } else {
      root("install", "-d", "-o", owner, "--", folder.toString());
    }
  }

  private void root(String... argv) {
    programs.run(Command.of(QUICK, argv).withRoot());
  }
}
