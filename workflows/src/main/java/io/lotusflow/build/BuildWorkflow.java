package io.lotusflow.build;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Manual: 编译安装lotus挖矿软件, steps 1 to 4. Returns the version that {@code current} points to. */
@WorkflowInterface
public interface BuildWorkflow {
  @WorkflowMethod(name = "Build")
  Installed build(BuildPlan plan);
}
