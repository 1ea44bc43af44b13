package io.lotusflow.adopt;

import io.lotusflow.build.FoundVersion;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.storage.StoragePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings while they are put together; what the operator gave stays as he gave it. */
final class Draft {
  private final Map<String, String> given;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<StoragePath> storage = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private final Messages words;

  Draft(Map<String, String> given, Language language) {
    this.given = Map.copyOf(given);
    this.words = Messages.in(language, "adopt");
    values.putAll(given);
  }

  Messages words() {
    return words;
  }

  void put(String key, String value) {
    if (!given.containsKey(key)) {
      values.put(key, value);
    }
  }

  /** Leaves the default. */
  void remove(String key) {
    if (!given.containsKey(key)) {
      values.remove(key);
    }
  }

  /** Empty if nothing is known yet. */
  String value(String key) {
    return values.getOrDefault(key, "");
  }

  void add(StoragePath path) {
    storage.add(path);
  }

  /**
   * @param text key of the bundle {@code adopt}
   */
  void remark(String text, Object... arguments) {
    remarks.add(words.text(text, arguments));
  }

  void add(Choice choice) {
    doubts.addAll(choice.doubts());
    remarks.addAll(choice.remarks());
  }

  /** Unless the operator has decided it. */
  void doubt(String key, String seen, String... options) {
    if (!given.containsKey(key)) {
      doubts.add(
          new Doubt(
              key, seen, Stream.of(options).map(value -> "--set " + key + '=' + value).toList()));
    }
  }

  Proposal with(List<FoundVersion> versions) {
    return new Proposal(values, storage, versions, remarks, doubts);
  }
}
