package io.lotusflow.worker;

import com.google.errorprone.annotations.FormatMethod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the supervisor did, one line each. A logging framework would double its memory. */
final class ShiftLog {

  private ShiftLog() {}

  @FormatMethod
  static void say(String format, Object... values) {
    System.err.println(
        Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + String.format(format, values));
  }
}
