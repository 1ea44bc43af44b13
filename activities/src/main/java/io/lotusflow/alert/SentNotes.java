package io.lotusflow.alert;

import io.lotusflow.files.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Which alerts were sent to whom: an empty file each, kept for longer than any retry lasts. */
final class SentNotes {

  private static final Duration KEEP = Duration.ofDays(30);

  private final Path folder;

  SentNotes(Path folder) {
    this.folder = folder;
  }

  boolean has(Delivery delivery) {
    return Files.exists(note(delivery));
  }

  void put(Delivery delivery) {
    try {
      Files.createDirectories(folder);
      Files.writeString(note(delivery), "");
      forgetOld();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgetOld() throws IOException {
    Instant oldest = Instant.now().minus(KEEP);
    try (Stream<Path> notes = Files.list(folder)) {
      for (Path note : notes.toList()) {
        if (Files.getLastModifiedTime(note).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(note);
        }
      }
    }
  }

  private Path note(Delivery delivery) {
    String event = delivery.target().service() + "\n" + delivery.alert().key();
    return folder.resolve(Sha256.hex(event).substring(0, 32));
  }
}
