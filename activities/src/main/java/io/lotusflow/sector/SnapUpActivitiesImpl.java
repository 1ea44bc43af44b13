package io.lotusflow.sector;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** Marks by the miner's own command, and looks over its API at what came of it. */
public final class SnapUpActivitiesImpl implements SnapUpActivities {

  private final Programs programs;
  private final Path evidence;
  private final Consumer<JobProgress> pulse;

  /**
   * @param evidence the folder in which it is kept what sectors were before
   */
  public SnapUpActivitiesImpl(Programs programs, Path evidence, Consumer<JobProgress> pulse) {
    this.programs = programs;
    this.evidence = evidence;
    this.pulse = pulse;
  }

  @Override
  public Receipt snapUp(SnapUpPlan plan) {
    String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
    Instant began = Instant.now();
    Runnable beat = () -> pulse.accept(JobProgress.of("looks at the sector", 0, began));
    return RpcFailed.named(
        () -> new SnapUp(MinerApi.at(plan.miner()), programs, evidence, run, beat).make(plan));
  }
}
