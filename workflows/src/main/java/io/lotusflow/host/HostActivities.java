package io.lotusflow.host;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.SkipAllowed;
import io.temporal.activity.ActivityInterface;

/** Prepares a machine. Manual: preparation, steps 1 and 2; lotus-miner, step 4. */
@ActivityInterface(namePrefix = "Host.")
public interface HostActivities {

  /** Installs the packages that are missing; never upgrades one that is there. */
  @DetachedJob
  @SkipAllowed
  Receipt installPackages(HostPlan plan);

  /**
   * Makes the swap file, turns it on above what is there, and records it in fstab inside a marked
   * block. On again after a reboot. A file of another size at that path is refused, never
   * overwritten.
   */
  @DetachedJob
  @SkipAllowed
  Receipt makeSwap(HostPlan plan);

  /**
   * Turns off the swap file that {@link #makeSwap} made, and takes it and its block in fstab away.
   * Swap that the operator entered stays.
   */
  Receipt removeSwap(HostPlan plan);
}
