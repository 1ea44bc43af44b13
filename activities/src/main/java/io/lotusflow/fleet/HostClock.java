package io.lotusflow.fleet;

import io.lotusflow.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far this host's clock was before the server's when it was measured last. */
public final class HostClock {

  private final Path file;

  public HostClock(Home home) {
    this.file = home.run().resolve("clock-ahead");
  }

  /** Empty until it was measured. */
  public Optional<Duration> ahead() {
    try {
      return Optional.of(Duration.parse(Files.readString(file).strip()));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server's clock shows now; this host's own until it was measured. */
  public Instant serverTime() {
    return Instant.now().minus(ahead().orElse(Duration.ZERO));
  }

  /** By the host itself, or by a command that has just asked the server. */
  public void measured(Duration ahead) {
    try {
      Files.writeString(file, ahead + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In words such as {@code 12 min}. */
  public static String text(Duration difference) {
    Duration by = difference.abs();
    return by.compareTo(Duration.ofMinutes(2)) < 0
        ? by.toSeconds() + " s"
        : by.compareTo(Duration.ofHours(2)) < 0 ? by.toMinutes() + " min" : by.toHours() + " h";
  }
}
