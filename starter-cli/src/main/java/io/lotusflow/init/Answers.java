package io.lotusflow.init;

import io.lotusflow.messages.Language;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Settings;
import io.lotusflow.settings.SettingsProblem;
import io.lotusflow.settings.SettingsReader;
import io.lotusflow.settings.SettingsTemplate;
import io.lotusflow.storage.StoragePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The settings as far as they are known; the settings' own reader judges them. */
final class Answers {

  static final String SEAL = "storage.seal";
  static final String STORE = "storage.store";

  private static final int USUAL_WEIGHT = 10;

  private final Path file;
  private final Language language;
  private final Map<String, String> values;

  private Answers(Path file, Language language, Map<String, String> values) {
    this.file = file;
    this.language = language;
    this.values = values;
  }

  static Answers none(Path file, Language language) {
    return new Answers(file, language, Map.of("language", language.tag()));
  }

  Answers with(String key, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(key, value);
    return new Answers(file, language, more);
  }

  Answers with(Map<String, String> given) {
    Map<String, String> more = new TreeMap<>(values);
    more.putAll(given);
    return new Answers(file, language, more);
  }

  String written(String key) {
    String known = values.get(key);
    return known != null ? known : isStorage(key) ? "" : template().written(key);
  }

  /** The file's text. */
  String text() {
    return template().text(language);
  }

  Settings settings() throws BadSettings {
    return new SettingsReader(language).parse(file, text());
  }

  /** What is wrong with one answer. */
  Optional<String> refusal(String key) {
    try {
      settings();
      return Optional.empty();
    } catch (BadSettings bad) {
      return bad.problems().stream()
          .filter(problem -> concerns(problem, key))
          .map(SettingsProblem::message)
          .findFirst();
    }
  }

  private static boolean concerns(SettingsProblem problem, String key) {
    return isStorage(key)
        ? problem.key().startsWith("storage[")
        : problem.key().equals(key) || problem.key().startsWith(key + '.');
  }

  private SettingsTemplate template() {
    SettingsTemplate template = SettingsTemplate.ofDefaults();
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (!isStorage(value.getKey())) {
        template = template.with(value.getKey(), value.getValue());
      }
    }
    return template.withStorage(storage());
  }

  private List<StoragePath> storage() {
    if (!written("node.roles", "daemon,miner").contains("miner")) {
      return List.of();
    }
    List<String> seal = folders(SEAL);
    List<String> store = folders(STORE);
    return Stream.concat(seal.stream(), store.stream())
        .distinct()
        .map(path -> path(path, seal.contains(path), store.contains(path)))
        .toList();
  }

  private String written(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  private List<String> folders(String key) {
    return Stream.of(values.getOrDefault(key, "").split(","))
        .map(String::strip)
        .filter(path -> !path.isEmpty())
        .toList();
  }

  private static StoragePath path(String path, boolean seal, boolean store) {
    return new StoragePath(path, seal, store, USUAL_WEIGHT, Optional.empty());
  }

  static boolean isStorage(String key) {
    return key.equals(SEAL) || key.equals(STORE);
  }
}
