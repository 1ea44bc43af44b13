package io.lotusflow.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/** Variables in the form that systemd reads, in a file that its owner alone can read. */
public final class EnvironmentFile {
  static final String NAME = "environment";

  private EnvironmentFile() {}

  /** Replaces the file atomically; it is private from its first byte on. */
  public static void write(Path file, Map<String, String> environment) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text(environment));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It is read when the program starts, and no longer needed. */
  static void delete(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The variables as systemd reads them, whatever their values hold. */
  public static String text(Map<String, String> environment) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(environment)
        .forEach((name, value) -> text.append(name).append('=').append(quoted(value)).append('\n'));
    return text.toString();
  }

  private static String quoted(String value) {
    return '"' + value.replaceAll("([\\\\\"`$])", "\\\\$1") + '"';
  }
}
