package io.lotusflow.rehearsal.site;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same snapshots under other addresses: {@code /mirror/NAME/snapshots/…}. A name that is a
 * number is a limit, in bytes a second for each connection.
 */
final class Mirror {
  static final String PATH = "/mirror/";
  private static final Pattern LIMITED = Pattern.compile(PATH + "(\\d+)/.*");

  private Mirror() {}

  static Optional<Long> rate(String path) {
    Matcher limited = LIMITED.matcher(path);
    return limited.matches()
        ? Optional.of(Math.max(1, Long.parseLong(limited.group(1))))
        : Optional.empty();
  }
}
