package io.lotusflow.benchmark;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** {@code lotus-bench sealing}. Manual: running the benchmark. */
@ActivityInterface(namePrefix = "Benchmark.")
public interface BenchmarkActivities {

  /**
   * Refuses where {@code lotus-bench} is not installed, where there is too little room, and where a
   * miner proves, unless forced. Changes nothing.
   */
  Receipt check(BenchmarkPlan plan);

  /**
   * Seals, proves and unseals one sector; hours at 32 GiB. A guest on the machine. What counts is
   * the result that it prints: it exits with 0 on every error. The result is kept as a file.
   */
  @DetachedJob
  Measured measure(BenchmarkPlan plan);

  /** Removes what {@code lotus-bench} has left in its folder, as it does when it is killed. */
  Receipt clear(BenchmarkPlan plan);
}
