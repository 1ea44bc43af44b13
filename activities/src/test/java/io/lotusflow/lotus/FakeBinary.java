package io.lotusflow.lotus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A real child process that stands in for a Lotus program. */
public final class FakeBinary {
  private FakeBinary() {}

  /** Writes an executable script; it appends each of its command lines to {@code <file>.calls}. */
  public static Path write(Path file, String body) {
    String script =
        """
        #!/bin/sh
        here=$(dirname "$0")
        echo "$*" >> "$0.calls"
        if [ "$1" = --version ]; then echo "lotus version 1.36.2+rehearsal"; exit 0; fi
        """
            + body;
    try {
      Files.writeString(file, script);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** How often it was called with arguments that begin so. */
  public static long calls(Path file, String arguments) {
    Path calls = file.resolveSibling(file.getFileName() + ".calls");
    if (!Files.exists(calls)) {
      return 0;
    }
    try (var lines = Files.lines(calls)) {
      return lines.filter(line -> line.startsWith(arguments)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
