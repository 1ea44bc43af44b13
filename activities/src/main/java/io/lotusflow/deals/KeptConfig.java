package io.lotusflow.deals;

import io.lotusflow.toml.Setting;
import java.util.ArrayList;
import java.util.List;

/**
 * A configuration file as a person wrote it, and what we have changed since.
 *
 * @param original its text
 * @param changes of ours, one for each key
 * @param left digest of what the file was when we left it
 * @param underWay Lotus is being told, and may have written the file anew
 */
record KeptConfig(String original, List<Setting> changes, String left, boolean underWay) {

  KeptConfig {
    changes = List.copyOf(changes);
  }

  KeptConfig with(List<Setting> more) {
    List<Setting> all = new ArrayList<>(changes);
    all.removeIf(old -> more.stream().anyMatch(setting -> isSameKey(old, setting)));
    all.addAll(more);
    return new KeptConfig(original, all, left, true);
  }

  KeptConfig leftAs(String digest) {
    return new KeptConfig(original, changes, digest, false);
  }

  private static boolean isSameKey(Setting one, Setting other) {
    return one.section().equals(other.section()) && one.key().equals(other.key());
  }
}
