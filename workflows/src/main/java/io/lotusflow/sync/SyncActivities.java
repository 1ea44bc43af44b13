package io.lotusflow.sync;

import io.temporal.activity.ActivityInterface;

/**
 * Waits for the chain. Manual: build and install, step 6 ({@code lotus sync wait}, which can hang
 * for ever).
 */
@ActivityInterface(namePrefix = "Sync.")
public interface SyncActivities {

  /**
   * Returns when the head is no older than three block times and has moved; a stall is a problem of
   * its own.
   */
  ChainHead awaitSynced(SyncPlan plan);
}
