package io.lotusflow.cli;

import io.lotusflow.messages.Language;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** In which language the command line speaks. */
final class Speech {

  private Speech() {}

  /** Known before the options are parsed, so that their help is in that language too. */
  static Language of(List<String> arguments, Map<String, String> env) {
    return option(arguments)
        .flatMap(Speech::byTag)
        .orElseGet(() -> Language.of(Locale.forLanguageTag(locale(env))));
  }

  static Optional<Language> byTag(String tag) {
    return Stream.of(Language.values())
        .filter(language -> language.tag().equalsIgnoreCase(tag))
        .findFirst();
  }

  private static Optional<String> option(List<String> arguments) {
    return IntStream.range(0, arguments.size())
        .mapToObj(i -> valueAt(arguments, i))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> valueAt(List<String> arguments, int i) {
    String argument = arguments.get(i);
    if (argument.startsWith("--lang=")) {
      return Optional.of(argument.substring("--lang=".length()));
    }
    return argument.equals("--lang") && i + 1 < arguments.size()
        ? Optional.of(arguments.get(i + 1))
        : Optional.empty();
  }

  /** As the C library reads them: {@code zh_CN.UTF-8} becomes {@code zh-CN}. */
  private static String locale(Map<String, String> env) {
    return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
        .map(name -> env.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElse("en")
        .replaceFirst("[.@].*", "")
        .replace('_', '-');
  }
}
