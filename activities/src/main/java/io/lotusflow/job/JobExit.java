package io.lotusflow.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A job that has ended by itself.
 *
 * @param code its exit code; 128 + n if signal n ended it
 * @param log everything it printed (or the newest part of it)
 */
public record JobExit(int code, Path log, Instant startedAt, Duration took) {
  public boolean succeeded() {
    return code == 0;
  }
}
