package io.lotusflow.rehearsal.site;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of a file, both ends included. */
record Range(long first, long last) {
  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /**
   * Reads a Range header. Empty if it is none of a single stretch, which HTTP answers with the
   * whole; an unsatisfiable one has its end before its beginning.
   */
  static Optional<Range> parse(String header, long length) {
    Matcher matcher = ONE_RANGE.matcher(header.strip());
    if (!matcher.matches() || matcher.group().equals("bytes=-")) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      return Optional.of(
          new Range(Math.max(0, length - Long.parseLong(matcher.group(2))), length - 1));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? length - 1 : Long.parseLong(matcher.group(2));
    return Optional.of(new Range(first, Math.min(last, length - 1)));
  }

  boolean satisfiable() {
    return first <= last;
  }

  long length() {
    return last - first + 1;
  }
}
