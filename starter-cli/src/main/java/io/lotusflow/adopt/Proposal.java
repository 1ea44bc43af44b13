package io.lotusflow.adopt;

import io.lotusflow.build.FoundVersion;
import io.lotusflow.messages.Language;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Settings;
import io.lotusflow.settings.SettingsReader;
import io.lotusflow.settings.SettingsTemplate;
import io.lotusflow.storage.StoragePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be written.
 *
 * @param values by key, as on a command line
 * @param versions programs to be kept, one version or, where daemon and miner differ, more; the
 *     daemon's first
 * @param remarks what the operator should know, in the reader's language
 */
public record Proposal(
    Map<String, String> values,
    List<StoragePath> storage,
    List<FoundVersion> versions,
    List<String> remarks,
    List<Doubt> doubts) {
  public Proposal {
    values = Map.copyOf(values);
    storage = List.copyOf(storage);
    versions = List.copyOf(versions);
    remarks = List.copyOf(remarks);
    doubts = List.copyOf(doubts);
  }

  /** The whole file. */
  public String text(Language language) {
    SettingsTemplate template = SettingsTemplate.ofDefaults().withStorage(storage);
    for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
      template = template.with(value.getKey(), value.getValue());
    }
    return template.text(language);
  }

  /** As they will be read back. */
  public Settings settings(Path file, Language language) throws BadSettings {
    return new SettingsReader(language).parse(file, text(language));
  }
}
