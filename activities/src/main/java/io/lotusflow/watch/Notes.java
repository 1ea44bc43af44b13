package io.lotusflow.watch;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What steps note, in a reader's language. Histories and JSON keep the English words; they are
 * recognised by the texts of the bundle, so that old runs read well too. What is not recognised
 * stays as it is.
 */
public final class Notes {

  private static final String BUNDLE = "notes";
  private static final String BETWEEN = "; ";
  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

  /** Those that say most come first, or "the head is {0}" would take what is said more exactly. */
  private static final List<Text> TEXTS =
      Messages.in(Language.ENGLISH, BUNDLE).keys().stream()
          .map(key -> Text.of(key, Messages.in(Language.ENGLISH, BUNDLE).text(key)))
          .sorted(Comparator.comparingInt(Text::words).reversed().thenComparing(Text::key))
          .toList();

  private Notes() {}

  private record Text(String key, Pattern pattern, List<Integer> places, int words) {

    static Text of(String key, String english) {
      StringBuilder pattern = new StringBuilder();
      List<Integer> places = new ArrayList<>();
      int words = 0;
      int from = 0;
      Matcher place = PLACE.matcher(english);
      while (place.find()) {
        pattern.append(Pattern.quote(english.substring(from, place.start()))).append("(.+?)");
        words += place.start() - from;
        places.add(Integer.parseInt(place.group(1)));
        from = place.end();
      }
      pattern.append(Pattern.quote(english.substring(from)));
      return new Text(
          key, Pattern.compile(pattern.toString()), places, words + english.length() - from);
    }

    Optional<String> in(Language language, String note) {
      Matcher found = pattern.matcher(note);
      if (!found.matches()) {
        return Optional.empty();
      }
      Object[] arguments = new Object[places.size()];
      for (int i = 0; i < places.size(); i++) {
        arguments[places.get(i)] = found.group(i + 1);
      }
      return Optional.of(Messages.in(language, BUNDLE).text(key, arguments));
    }
  }

  /** One note, as it stands in a receipt. */
  public static String in(Language language, String note) {
    if (language == Language.ENGLISH) {
      return note;
    }
    return Arrays.stream(note.split(BETWEEN, -1))
        .map(part -> part(language, part))
        .collect(Collectors.joining(BETWEEN));
  }

  private static String part(Language language, String note) {
    return TEXTS.stream()
        .flatMap(text -> text.in(language, note).stream())
        .findFirst()
        .orElse(note);
  }
}
