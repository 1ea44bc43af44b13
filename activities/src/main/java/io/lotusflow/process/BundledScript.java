package io.lotusflow.process;

import io.lotusflow.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A shell script that comes with us and leads processes which outlive us. */
public final class BundledScript {
  private BundledScript() {}

  /**
   * Puts it into that folder, under a name made of its content: a newer lotusflow does not change
   * it under a shell that still reads it.
   *
   * @param beside the class in whose package it lies
   */
  public static Path install(Class<?> beside, String name, Path folder) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      byte[] script = in.readAllBytes();
      Path file = folder.resolve(digest(script) + '-' + name);
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, name, ".new");
        Files.write(fresh, script);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] script) {
    return Sha256.hex(script).substring(0, 10);
  }
}
