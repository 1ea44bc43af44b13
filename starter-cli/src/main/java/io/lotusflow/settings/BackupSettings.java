package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;

/**
 * {@code [backup]}: where keys, metadata, configurations and units are saved.
 *
 * @param folder empty = {@code backups} in lotusflow's folder
 * @param passphraseFile empty = not encrypted
 */
public record BackupSettings(String folder, String passphraseFile) {

  static BackupSettings from(Table backup) {
    return new BackupSettings(
        backup.value("folder", "", orEmpty(Shapes.PATH)),
        backup.value("passphrase_file", "", orEmpty(Shapes.PATH)));
  }
}
