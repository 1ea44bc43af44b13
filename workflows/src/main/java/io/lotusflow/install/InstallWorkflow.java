package io.lotusflow.install;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The manual's main job, from preparation to a running miner. */
@WorkflowInterface
public interface InstallWorkflow {
  @WorkflowMethod(name = "Install")
  InstallReport install(InstallPlan plan);
}
