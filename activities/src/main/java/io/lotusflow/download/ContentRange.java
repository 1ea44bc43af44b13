package io.lotusflow.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a partial answer.
 *
 * @param total 0 if the server does not say
 */
record ContentRange(long first, long total) {
  private static final Pattern FORM = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  static Optional<ContentRange> parse(String header) {
    Matcher range = FORM.matcher(header);
    if (!range.matches()) {
      return Optional.empty();
    }
    long total = range.group(2).equals("*") ? 0 : Long.parseLong(range.group(2));
    return Optional.of(new ContentRange(Long.parseLong(range.group(1)), total));
  }
}
