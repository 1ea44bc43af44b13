package io.lotusflow.benchmark;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow benchmark run}. */
@WorkflowInterface
public interface BenchmarkWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "benchmark";

  @WorkflowMethod(name = "Benchmark")
  Measured run(BenchmarkPlan plan);
}
