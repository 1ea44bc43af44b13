package io.lotusflow.build;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Builds and installs Lotus. Manual: 编译安装lotus挖矿软件, steps 1 to 4; preparation, steps 4 to 7. */
@ActivityInterface(namePrefix = "Build.")
public interface BuildActivities {

  /**
   * Clones, or updates the clone that is there, to the ref, with submodules. Local edits are
   * refused, not lost.
   */
  @DetachedJob
  Source checkout(BuildPlan plan);

  /** Finds a Go that is new enough, or unpacks one beside (checksum verified). */
  Toolchain provideGo(BuildPlan plan, Source source);

  /** Finds rustup with the pinned toolchain, or installs it into our own folder. */
  @DetachedJob
  Toolchain provideRust(BuildPlan plan, Source source);

  /**
   * {@code make clean deps <target>}, for hours, as a job. Cleans only when the sources changed
   * since the last attempt, so a retry goes on where make stopped. Done already when the binaries
   * of this commit and environment are there.
   */
  @DetachedJob
  Compiled compile(BuildPlan plan, Source source, Toolchain go, Toolchain rust);

  /** Copies the binaries to their versioned folder, atomically, and asks each for its version. */
  Installed installVersion(BuildPlan plan, Compiled compiled);

  /**
   * Points {@code current} and the links at this version. The switch of an upgrade, and of a way
   * back.
   */
  Receipt switchTo(BuildPlan plan, Installed installed);

  /**
   * As {@link #switchTo}, unless daemon, miner or a worker runs from another version that is in
   * use: what is started again next would be of the new one, and the others not. That is an
   * upgrade's business.
   */
  Receipt putIntoUse(BuildPlan plan, Installed installed);
}
