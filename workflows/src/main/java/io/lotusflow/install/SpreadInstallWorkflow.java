package io.lotusflow.install;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The manual's main job on several machines; like {@link InstallWorkflow} under {@code install}.
 */
@WorkflowInterface
public interface SpreadInstallWorkflow {

  /**
   * All hosts are prepared at once; then the daemon, its token to the miner's host, the miner. A
   * second run finds what is so already.
   */
  @WorkflowMethod(name = "InstallSpread")
  InstallReport install(SpreadInstallPlan plan);
}
