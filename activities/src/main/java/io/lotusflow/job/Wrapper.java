package io.lotusflow.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A script of ours beside the jobs that it leads. Running ones keep the text that they began with.
 */
final class Wrapper {
  private Wrapper() {}

  /** Its file, named by its content: a newer lotusflow does not change it under a running job. */
  static Path install(Path folder, String resource) {
    try (InputStream in =
        Objects.requireNonNull(Wrapper.class.getResourceAsStream(resource), resource)) {
      byte[] script = in.readAllBytes();
      String digest = JobKey.digest(new String(script, java.nio.charset.StandardCharsets.UTF_8));
      Path file = folder.resolve(".scripts").resolve(digest + '-' + resource);
      if (!Files.exists(file)) {
        Folders.create(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), resource, ".new");
        Files.write(fresh, script);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
