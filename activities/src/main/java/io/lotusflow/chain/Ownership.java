package io.lotusflow.chain;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A daemon that runs as another user must own the chain that it is given. */
final class Ownership {
  private Ownership() {}

  static void take(Programs programs, Path like, Path folder) {
    try {
      if (!Files.getOwner(like).equals(Files.getOwner(folder))) {
        programs.run(
            Command.of(Duration.ofHours(1), "chown", "-R", "--reference=" + like, folder.toString())
                .withRoot());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
