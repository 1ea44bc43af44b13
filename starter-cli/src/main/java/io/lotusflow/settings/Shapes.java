package io.lotusflow.settings;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Nearest;
import io.lotusflow.process.Redactor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shapes that values of a settings file have. */
final class Shapes {

  static final Shape<String> TEXT = raw -> typed(raw, String.class, "not-text").strip();

  static final Shape<Boolean> YES_OR_NO = raw -> typed(raw, Boolean.class, "not-boolean");

  static final Shape<Long> WHOLE = raw -> typed(raw, Long.class, "not-whole");

  /** An absolute path, without {@code .}, {@code ..} and a slash at its end. */
  static final Shape<String> PATH = TEXT.as(Shapes::path);

  static final Shape<ByteSize> SIZE = TEXT.as(Shapes::size);

  /** An amount with its unit, such as {@code 0.5FIL}. */
  static final Shape<AttoFil> AMOUNT =
      matching("\\d{1,10}(\\.\\d{1,18})? ?FIL", "not-an-amount")
          .as(text -> AttoFil.ofFil(text.replaceFirst(" ?FIL$", "")));

  static final Shape<Duration> DURATION = TEXT.as(Shapes::duration);

  static final Shape<String> URL =
      matching("https?://[^\\s/]+(/\\S*)?", "not-url").but(Shapes::withoutSecret);

  /** Whoever it names: a service may take a token for a user. With SSH a user alone is none. */
  private static final Pattern USER_OF_URL =
      Pattern.compile("(?i)https?://[^/\\s@?#]*@|://[^/@\\s]*:[^/@\\s]*@");

  private static final ByteSize SMALLEST = ByteSize.parse("1MiB");

  private static final Pattern DURATION_WRITTEN = Pattern.compile("(\\d{1,6})([smhd])");

  private Shapes() {}

  static Shape<String> matching(String pattern, String otherwise) {
    Pattern wanted = Pattern.compile(pattern);
    return TEXT.but(
        text -> {
          if (!wanted.matcher(text).matches()) {
            throw new Refused(otherwise, text);
          }
        });
  }

  static Shape<Long> whole(long least, long most) {
    return WHOLE.but(
        value -> {
          if (value < least || value > most) {
            throw new Refused("not-in-range", value, least, most);
          }
        });
  }

  static Shape<Double> fraction(double least, double most) {
    return raw -> {
      double value = typed(raw, Number.class, "not-number").doubleValue();
      if (!(value >= least && value <= most)) {
        throw new Refused("not-in-range", raw, least, most);
      }
      return value;
    };
  }

  /** One of a closed list, each written as its word. */
  static <T> Shape<T> choice(List<T> values, Function<T, String> word) {
    Map<String, T> words = new LinkedHashMap<>();
    values.forEach(value -> words.put(word.apply(value), value));
    return TEXT.as(
        text -> {
          T chosen = words.get(text);
          if (chosen == null) {
            throw new Refused(
                "not-a-choice",
                Nearest.to(text, words.keySet()),
                text,
                String.join(", ", words.keySet()));
          }
          return chosen;
        });
  }

  /** One of an enum's names, in small letters. */
  static <E extends Enum<E>> Shape<E> word(E[] values) {
    return choice(List.of(values), value -> value.name().toLowerCase(Locale.ROOT));
  }

  /** A demand on a path: there is a file or folder. */
  static void exists(String path) {
    if (!Files.exists(Path.of(path))) {
      throw new Refused("no-such-file", path);
    }
  }

  /** A demand on a URL, or a list of them: all of it stands in the history of each run. */
  static void withoutSecret(String url) {
    if (USER_OF_URL.matcher(url).find()) {
      throw new Refused("password-in-url");
    }
    if (Redactor.isSecret(url)) {
      throw new Refused("token-in-url");
    }
  }

  private static <T> T typed(Object raw, Class<T> type, String otherwise) {
    if (!type.isInstance(raw)) {
      throw new Refused(otherwise, shown(raw));
    }
    return type.cast(raw);
  }

  private static String shown(Object raw) {
    return raw instanceof String || raw instanceof Number || raw instanceof Boolean
        ? String.valueOf(raw)
        : "[…]";
  }

  private static String path(String text) {
    if (!text.startsWith("/")) {
      throw new Refused("path-not-absolute", text);
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new Refused("path-invalid");
    }
    try {
      return Path.of(text).normalize().toString();
    } catch (InvalidPathException e) {
      throw new Refused("path-invalid");
    }
  }

  private static ByteSize size(String text) {
    try {
      ByteSize size = ByteSize.parse(text);
      if (size.compareTo(SMALLEST) < 0) {
        throw new Refused("not-a-size", text); // most of all a number whose unit was forgotten
      }
      return size;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Refused("not-a-size", text);
    }
  }

  private static Duration duration(String text) {
    Matcher written = DURATION_WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
    if (!written.matches() || Integer.parseInt(written.group(1)) == 0) {
      throw new Refused("not-a-duration", text);
    }
    int count = Integer.parseInt(written.group(1));
    return switch (written.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
