package io.lotusflow.chain;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server that answered, but not with what was asked for. */
final class HttpRefused extends IOException {
  private final int status;
  private final transient Optional<Duration> retryAfter;

  HttpRefused(String url, int status, Optional<Duration> retryAfter) {
    super("HTTP " + status + " from " + url);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  /** How long the server wants to be left alone, where it says so. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whether the same request may be answered later. */
  boolean mayPass() {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }
}
