package io.lotusflow.rehearsal.site;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kinds of snapshots there are, by their names: {@code latest-v2-zst} leads to {@code
 * rehearsal_snapshot_v2_1234.car.zst}.
 *
 * @param content nothing (all states, version 1), {@code v2} (the same in version 2, with F3's
 *     certificates) or {@code 900} (the states and messages of the last 900 epochs only)
 */
record SnapshotKind(String content, boolean zstd) {
  private static final Pattern LATEST = Pattern.compile("latest(?:-(v2|900))?(-zst)?");
  private static final Pattern FILE =
      Pattern.compile("rehearsal_snapshot(?:_(v2|900))?_(\\d+)\\.car(\\.zst)?");
  private static final long RECENT = 900;

  /** By the name that leads to the newest. */
  static Optional<SnapshotKind> ofLatest(String name) {
    Matcher matcher = LATEST.matcher(name);
    return matcher.matches()
        ? Optional.of(new SnapshotKind(text(matcher.group(1)), matcher.group(2) != null))
        : Optional.empty();
  }

  /** By the name of a file. */
  static Optional<SnapshotKind> ofFile(String name) {
    Matcher matcher = FILE.matcher(name);
    return matcher.matches()
        ? Optional.of(new SnapshotKind(text(matcher.group(1)), matcher.group(3) != null))
        : Optional.empty();
  }

  static long height(String name) {
    return Long.parseLong(FILE.matcher(name).replaceFirst("$2"));
  }

  private static String text(String group) {
    return group == null ? "" : group;
  }

  String fileName(long height) {
    return "rehearsal_snapshot"
        + (content.isEmpty() ? "" : "_" + content)
        + "_"
        + height
        + ".car"
        + (zstd ? ".zst" : "");
  }

  long recentStates() {
    return content.equals("900") ? RECENT : Long.MAX_VALUE;
  }

  boolean isVersion2() {
    return content.equals("v2");
  }
}
