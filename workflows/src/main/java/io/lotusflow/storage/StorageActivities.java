package io.lotusflow.storage;

import io.temporal.activity.ActivityInterface;

/** Storage paths of a miner. Manual: 矿工自定义存储布局. */
@ActivityInterface(namePrefix = "Storage.")
public interface StorageActivities {

  /**
   * {@code storage attach --init} exactly once per path, while the miner runs; attached already is
   * fine. Copies nothing: sectors that lie there are taken as they are, and come there by a
   * migration.
   */
  AttachedPath attach(StoragePlan plan, StoragePath path);
}
