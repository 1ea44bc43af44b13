package io.lotusflow.lotus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Lotus, ordered; what follows the third number ({@code -rc1}, {@code +mainnet}) does
 * not count.
 */
public record LotusVersion(int major, int minor, int patch) implements Comparable<LotusVersion> {

  private static final Pattern NUMBERS = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)");

  /**
   * Reads the first {@code 1.2.3} in a text such as a tag or the output of {@code lotus --version}.
   */
  @JsonCreator
  public static LotusVersion parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.find()) {
      throw new IllegalArgumentException("no version in \"" + text + '"');
    }
    return new LotusVersion(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)));
  }

  /** Whether this is {@code other} or newer; {@code other} as in {@code "1.27.1"}. */
  public boolean atLeast(String other) {
    return compareTo(parse(other)) >= 0;
  }

  @Override
  public int compareTo(LotusVersion other) {
    int byMajor = Integer.compare(major, other.major);
    int byMinor = Integer.compare(minor, other.minor);
    return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  @JsonValue
  public String toString() {
    return "v" + major + '.' + minor + '.' + patch;
  }
}
