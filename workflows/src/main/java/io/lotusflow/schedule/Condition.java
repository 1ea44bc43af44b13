package io.lotusflow.schedule;

import io.lotusflow.lotus.ByteSize;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that must hold, or a schedule's run is skipped: {@code datastore>500GiB}.
 *
 * @param amount bytes, or seconds of an {@link Subject#AGE}
 */
public record Condition(Subject subject, boolean more, long amount) {

  /** What is measured. The names are stored in histories: add, never rename. */
  public enum Subject {
    /** Bytes of the daemon's chain store. */
    DATASTORE,
    /** Bytes free on the disk of the daemon's repository. */
    FREE,
    /** Since the procedure last ended well on this node. */
    AGE
  }

  private static final Pattern WRITTEN =
      Pattern.compile("\\s*(datastore|free|age)\\s*([<>])\\s*(\\S+)\\s*");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");

  /**
   * Reads it as it is written on a command line.
   *
   * @throws IllegalArgumentException if it makes no sense
   */
  public static Condition parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(text);
    }
    Subject subject = Subject.valueOf(written.group(1).toUpperCase(Locale.ROOT));
    long amount =
        subject == Subject.AGE
            ? seconds(written.group(3))
            : ByteSize.parse(written.group(3)).bytes();
    return new Condition(subject, written.group(2).equals(">"), amount);
  }

  private static long seconds(String text) {
    Matcher written = DURATION.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(text);
    }
    long count = Long.parseLong(written.group(1));
    return switch (written.group(2)) {
      case "s" -> count;
      case "m" -> count * 60;
      case "h" -> count * 3600;
      default -> count * 86_400;
    };
  }

  public boolean holdsFor(long measured) {
    return more ? measured > amount : measured < amount;
  }

  /** A measured or wanted amount, as people read it. */
  public String shown(long measured) {
    return subject == Subject.AGE ? age(measured) : new ByteSize(measured).toString();
  }

  private static String age(long seconds) {
    Duration age = Duration.ofSeconds(seconds);
    if (seconds >= 86_400 && seconds % 86_400 == 0) {
      return age.toDays() + "d";
    }
    if (seconds >= 3600) {
      return age.toHours() + "h" + (age.toMinutesPart() == 0 ? "" : age.toMinutesPart() + "m");
    }
    return seconds % 60 == 0 ? age.toMinutes() + "m" : seconds + "s";
  }

  @Override
  public String toString() {
    return subject.name().toLowerCase(Locale.ROOT) + (more ? ">" : "<") + shown(amount);
  }
}
