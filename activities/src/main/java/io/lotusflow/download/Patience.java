package io.lotusflow.download;

import java.time.Duration;

/**
 * How long a download puts up with a server.
 *
 * @param silence a connection over which less than {@code leastBytes} came in this time is dropped
 *     and made anew
 * @param failures in a row, without a byte between them, after which a server is given up
 * @param pause between two failures; a server that asks for a longer one gets it
 * @param longestPause whatever a server asks for
 */
public record Patience(
    Duration silence, long leastBytes, int failures, Duration pause, Duration longestPause) {
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(30), 64 << 10, 6, Duration.ofSeconds(3), Duration.ofMinutes(10));

  Duration after(HttpRefused refused) {
    Duration asked = refused.retryAfter().orElse(pause);
    return asked.compareTo(longestPause) > 0 ? longestPause : asked;
  }
}
