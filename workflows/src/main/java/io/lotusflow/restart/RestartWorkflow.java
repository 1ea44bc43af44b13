package io.lotusflow.restart;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow miner restart} and {@code lotusflow node restart}: looks first, waits for jobs
 * and for a stretch without deadlines, stops, starts, and looks whether all is there again. What
 * fails between is started again first; then the run parks.
 *
 * <p>Manual: 安全的升级和重启miner.
 */
@WorkflowInterface
public interface RestartWorkflow {
  @WorkflowMethod(name = "Restart")
  RestartReport restart(RestartPlan plan);
}
