package io.lotusflow.fleet;

import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far this host's clock was before the server's when it was measured last. */
public final class HostClock {

  private static final Logger log = LoggerFactory.getLogger(HostClock.class);

  private final Path file;

  public HostClock(Home home) {
    this.file = home.run().resolve("clock-ahead");
  }

  /** Empty until it was measured, also where what was written cannot be read. */
  public Optional<Duration> ahead() {
    try {
      return Optional.of(Duration.parse(Files.readString(file).strip()));
    } catch (NoSuchFileException | DateTimeException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server's clock shows now; this host's own until it was measured. */
  public Instant serverTime() {
    return Instant.now().minus(ahead().orElse(Duration.ZERO));
  }

  /**
   * By the host itself, or by a command that has just asked the server. A full disk is no reason to
   * stop work.
   */
  public void measured(Duration ahead) {
    try {
      SecretFile.write(file, ahead + "\n", true);
    } catch (IOException e) {
      log.warn("clock not written down", e);
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
