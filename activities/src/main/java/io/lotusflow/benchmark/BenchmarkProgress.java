package io.lotusflow.benchmark;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;
import java.util.List;

/** Which stage {@code lotus-bench} is at, by its log; how long each takes is not known before. */
final class BenchmarkProgress implements LineProgress {

  /** What it logs before a stage, and the stage. */
  private record Begin(String line, String stage) {}

  private static final List<Begin> BEGINS =
      List.of(
          new Begin("Writing piece into sector", "AddPiece"),
          new Begin("Running replication(1)", "PreCommit1"),
          new Begin("Running replication(2)", "PreCommit2"),
          new Begin("Generating PoRep for sector (1)", "Commit1"),
          new Begin("Generating PoRep for sector (2)", "Commit2"),
          new Begin("Unsealing sector", "Unseal"),
          new Begin("computing winning post snark (cold)", "winning PoSt"),
          new Begin("computing winning post snark (hot)", "winning PoSt"),
          new Begin("computing window post snark (cold)", "window PoSt"),
          new Begin("computing window post snark (hot)", "window PoSt"));

  private final int stages;
  private int begun;

  BenchmarkProgress(BenchmarkPlan plan) {
    int skipped = (plan.skipCommit2() ? 5 : 0) + (plan.skipUnseal() ? 1 : 0);
    this.stages = BEGINS.size() - skipped;
  }

  @Override
  public JobProgress after(String line, JobProgress before) {
    return BEGINS.stream()
        .filter(begin -> line.contains(begin.line))
        .findFirst()
        .map(begin -> at(begin.stage, before))
        .orElse(before);
  }

  private JobProgress at(String stage, JobProgress before) {
    begun++;
    return new JobProgress(
        stage,
        -1,
        Math.min(begun, stages),
        stages,
        "stages",
        before.lastLine(),
        before.pid(),
        before.startedAt());
  }
}
