package io.lotusflow.deals;

import io.lotusflow.files.Sha256;
import io.lotusflow.lotus.Journal;
import io.lotusflow.toml.Setting;
import io.lotusflow.toml.TomlFile;
import io.lotusflow.toml.TomlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the comments of a miner's {@code config.toml}: with each change of a deal setting Lotus
 * writes the file anew, with every key it knows and no comment. What a person wrote takes its place
 * again, with our keys changed in it, if it says the same; once all our changes are taken back, it
 * is the very file that was there before the first.
 */
final class ConfigComments {
  private final TomlFile file;
  private final Journal<KeptConfig> journal;
  private final Map<String, Object> defaults;

  /**
   * For one file.
   *
   * @param journal where the file is kept meanwhile
   * @param defaults what keys count that are not set, by their path in lower case
   */
  ConfigComments(Path file, Journal<KeptConfig> journal, Map<String, Object> defaults) {
    this.file = new TomlFile(file);
    this.journal = journal;
    this.defaults = defaults;
  }

  /**
   * Lets Lotus change the settings, then brings the comments back.
   *
   * @param act makes Lotus have these settings
   * @return where the file with the comments is, if it says something else than what Lotus wrote
   *     and was not put back
   */
  Optional<Path> keptDuring(List<Setting> settings, Runnable act) {
    Optional<String> before = file.content();
    if (before.isEmpty()) {
      act.run();
      return Optional.empty();
    }
    KeptConfig kept = base(before.get()).with(settings);
    journal.write(kept);
    act.run();
    String written = file.content().orElse("");
    String wanted = wanted(kept);
    if (!saysTheSame(wanted, written)) {
      Optional<Path> beside =
          isCommented(kept.original())
              ? Optional.of(file.putBeside(kept.original()))
              : Optional.empty();
      forget();
      return beside;
    }
    if (!wanted.equals(written)) {
      file.become(wanted);
    }
    if (wanted.equals(kept.original())) {
      forget();
    } else {
      journal.write(kept.leftAs(Sha256.hex(wanted)));
    }
    return Optional.empty();
  }

  /** What somebody else wrote in between counts from then on. */
  private KeptConfig base(String now) {
    return journal
        .read()
        .filter(
            kept -> kept.left().equals(Sha256.hex(now)) || (kept.underWay() && !isCommented(now)))
        .orElseGet(() -> new KeptConfig(now, List.of(), Sha256.hex(now), false));
  }

  private String wanted(KeptConfig kept) {
    Map<String, Object> values = TomlText.values(kept.original());
    List<Setting> different =
        kept.changes().stream().filter(change -> !holds(values, change)).toList();
    return TomlText.with(kept.original(), different);
  }

  private boolean holds(Map<String, Object> values, Setting setting) {
    String key = (setting.section() + '.' + setting.key()).toLowerCase(Locale.ROOT);
    boolean isSet = values.keySet().stream().anyMatch(key::equalsIgnoreCase);
    return isSet ? TomlText.holds(values, setting) : setting.value().equals(defaults.get(key));
  }

  /** Keys that only the person's file has are unknown to this version, which ignores them. */
  private static boolean saysTheSame(String ours, String written) {
    Map<String, Object> theirs = TomlText.values(written);
    return TomlText.values(ours).entrySet().stream()
        .allMatch(
            mine ->
                theirs.entrySet().stream()
                    .filter(other -> other.getKey().equalsIgnoreCase(mine.getKey()))
                    .allMatch(other -> GoValue.same(mine.getValue(), other.getValue())));
  }

  private static boolean isCommented(String text) {
    return text.lines().anyMatch(line -> line.stripLeading().startsWith("#"));
  }

  private void forget() {
    try {
      Files.deleteIfExists(journal.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
