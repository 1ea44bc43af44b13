package io.lotusflow.messages;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads Chinese gets all that the others get. */
class BundlesTest {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+}");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  /** Nothing but commands, options, placeholders, symbols: the same in every language. */
  private static boolean saysNothing(String text) {
    String bare =
        PLACEHOLDER.matcher(text).replaceAll("").replaceAll("`[^`]*`|lotusflow( [a-z-]+)*", "");
    return bare.chars().noneMatch(Character::isLetter);
  }

  static List<Bundle> bundles() {
    return Bundle.all();
  }

  @Test
  void findsTheBundlesOfAllModules() {
    assertThat(bundles())
        .extracting(Bundle::name)
        .contains("problems", "steps", "settings", "settings-help", "cli");
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void hasTheSameKeysInBothLanguages(Bundle bundle) {
    assertThat(bundle.chinese().keySet()).isEqualTo(bundle.english().keySet());
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void saysEachKeyOnce(Bundle bundle) {
    assertThat(bundle.twice()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void hasTheSamePlaceholdersInBothLanguages(Bundle bundle) {
    Map<String, String> chinese = bundle.chinese();
    bundle
        .english()
        .forEach(
            (key, text) ->
                assertThat(placeholders(chinese.getOrDefault(key, "")))
                    .as(key)
                    .isEqualTo(placeholders(text)));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void hasNoEmptyText(Bundle bundle) {
    Stream.of(bundle.english(), bundle.chinese())
        .forEach(texts -> texts.forEach((key, text) -> assertThat(text).as(key).isNotBlank()));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void isChineseInChineseAndNotInEnglish(Bundle bundle) {
    bundle
        .chinese()
        .forEach(
            (key, text) ->
                assertThat(HAN.matcher(text).find() || saysNothing(text))
                    .as(bundle + ":" + key + " is not Chinese: " + text)
                    .isTrue());
    bundle.english().forEach((key, text) -> assertThat(HAN.matcher(text).find()).as(key).isFalse());
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(toCollection(TreeSet::new));
  }
}
