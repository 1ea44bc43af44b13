package io.lotusflow.backup;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Saves what no chain and no snapshot gives back. No key appears anywhere but in the backup. */
@ActivityInterface(namePrefix = "Backup.")
public interface BackupActivities {

  /**
   * Copies keystores, configurations and units, asks Lotus for its metadata, and reads all of it
   * back. It appears whole or not at all; one that is there under the name is read back again.
   *
   * @param name of its folder
   */
  Backup create(BackupPlan plan, String name);

  /** Adds the metadata of repositories that nobody uses now; the services must be stopped. */
  Backup complete(BackupPlan plan, Backup backup);

  /**
   * Puts keys back that are missing; one that is there and differs is the problem
   * BACKUP_KEY_DIFFERS, before anything is written. Metadata is never put back.
   */
  Receipt restore(RestorePlan plan);
}
