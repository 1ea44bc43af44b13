package io.lotusflow.build;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Go; {@code 1.14} counts as {@code 1.14.0}. */
record GoVersion(int major, int minor, int patch) implements Comparable<GoVersion> {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

  /** Since 1.21 a newer Go builds what an older one did; before, quic-go refused newer ones. */
  private static final int COMPATIBLE_SINCE = 21;

  /** Reads {@code 1.25.7}, {@code go1.25.7} or the answer of {@code go version}. */
  static GoVersion parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.find()) {
      throw new IllegalArgumentException("no version of Go in \"" + text + '"');
    }
    String patch = numbers.group(3);
    return new GoVersion(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** Whether this one builds a source that asks for {@code minimum}. */
  boolean suffices(GoVersion minimum) {
    boolean newEnough = compareTo(minimum) >= 0;
    return minimum.minor >= COMPATIBLE_SINCE ? newEnough : newEnough && sameLine(minimum);
  }

  boolean sameLine(GoVersion other) {
    return major == other.major && minor == other.minor;
  }

  @Override
  public int compareTo(GoVersion other) {
    int byMajor = Integer.compare(major, other.major);
    int byMinor = Integer.compare(minor, other.minor);
    return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
