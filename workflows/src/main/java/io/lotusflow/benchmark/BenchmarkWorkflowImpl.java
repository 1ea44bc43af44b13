package io.lotusflow.benchmark;

import io.lotusflow.params.ParamsActivities;
import io.lotusflow.run.Steps;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;

/** However it ends, hundreds of GiB are not left behind. */
public final class BenchmarkWorkflowImpl implements BenchmarkWorkflow {

  private BenchmarkActivities benchmarks;

  @Override
  public Measured run(BenchmarkPlan plan) {
    benchmarks = Steps.on(plan.scope().host(), BenchmarkActivities.class);
    benchmarks.check(plan);
    if (!plan.skipCommit2()) {
      Steps.on(plan.scope().host(), ParamsActivities.class).fetch(plan.params());
    }
    Measured measured = measure(plan);
    benchmarks.clear(plan);
    return measured;
  }

  private Measured measure(BenchmarkPlan plan) {
    try {
      return benchmarks.measure(plan);
    } catch (TemporalFailure failed) {
      Workflow.newDetachedCancellationScope(() -> benchmarks.clear(plan)).run();
      throw failed;
    }
  }
}
