package io.lotusflow.backup;

import io.lotusflow.run.Problem;

/** What is wrong with a backup, or with putting it back. */
public enum BackupProblem implements Problem {
  /** What was read back is not what was written: {0} folder, {1} what. */
  BACKUP_UNREADABLE(Cure.RETRY),
  /** There is nothing in it, or we may not look: {0} keystore. */
  BACKUP_NO_KEYS(Cure.OPERATOR),
  /** Lotus gave no metadata: {0} repository, {1} what it said. */
  BACKUP_METADATA_REFUSED(Cure.OPERATOR),
  /** It is no backup of ours: {0} folder. */
  BACKUP_NONE(Cure.START_AGAIN),
  /** {0} folder that is open to others, {1} its mode. */
  BACKUP_FOLDER_OPEN(Cure.OPERATOR),
  /** The passphrase cannot be used: {0} file, {1} why. */
  BACKUP_PASSPHRASE_UNUSABLE(Cure.OPERATOR),
  /** It is encrypted, and the passphrase is another one or none was named: {0} folder. */
  BACKUP_LOCKED(Cure.START_AGAIN),
  /** There is another key of that name: {0} file. */
  BACKUP_KEY_DIFFERS(Cure.START_AGAIN),
  /** Something is put back only while it is stopped: {0} service. */
  BACKUP_NODE_RUNS(Cure.START_AGAIN),
  /** It is of another node: {0} its node, {1} this one. */
  BACKUP_OF_ANOTHER(Cure.START_AGAIN);

  private final Cure cure;

  BackupProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
