package io.lotusflow.download;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server that answered, but not with what was asked for. */
public final class HttpRefused extends IOException {
  private final boolean mayPass;
  private final transient Optional<Duration> retryAfter;

  HttpRefused(String url, int status, Optional<Duration> retryAfter) {
    super("HTTP " + status + " from " + url);
    this.mayPass = status == 408 || status == 425 || status == 429 || status >= 500;
    this.retryAfter = retryAfter;
  }

  /** An answer that will be no other later. */
  HttpRefused(String words) {
    super(words);
    this.mayPass = false;
    this.retryAfter = Optional.empty();
  }

  /** How long the server wants to be left alone, where it says so. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whether the same request may be answered later. */
  public boolean mayPass() {
    return mayPass;
  }
}
