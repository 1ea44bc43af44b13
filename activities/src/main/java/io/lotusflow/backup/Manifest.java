package io.lotusflow.backup;

import java.time.Instant;
import java.util.List;

/**
 * What lies in a backup.
 *
 * @param salt of the passphrase's key, as hex digits; empty where it is not encrypted
 * @param without repositories whose metadata is missing
 */
record Manifest(
    int format, Instant made, String node, String salt, List<Entry> entries, List<String> without) {
  static final String NAME = "manifest.json";
  static final int FORMAT = 1;

  /**
   * One file.
   *
   * @param path below the backup's folder
   * @param from where it was on the host
   * @param sha256 of the file as it lies in the backup
   */
  record Entry(String path, String from, long bytes, String sha256) {}

  Manifest {
    entries = List.copyOf(entries);
    without = List.copyOf(without);
  }

  boolean isEncrypted() {
    return !salt.isEmpty();
  }
}
