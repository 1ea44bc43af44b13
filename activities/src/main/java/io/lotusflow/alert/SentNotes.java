package io.lotusflow.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(event.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
