package io.lotusflow.build;

import io.lotusflow.run.Steps;
import io.temporal.workflow.Workflow;

/** From a git source to the version in use, or beside it while a node runs from that. */
public final class BuildWorkflowImpl implements BuildWorkflow {

  /** Older runs moved the link whatever ran. */
  private static final String NOT_UNDER_A_NODE = "not-under-a-node";

  @Override
  public Installed build(BuildPlan plan) {
    BuildActivities builds = Steps.on(plan.scope().host(), BuildActivities.class);
    Source source = builds.checkout(plan);
    Toolchain go = builds.provideGo(plan, source);
    Toolchain rust = builds.provideRust(plan, source);
    Compiled compiled = builds.compile(plan, source, go, rust);
    Installed installed = builds.installVersion(plan, compiled);
    if (Workflow.getVersion(NOT_UNDER_A_NODE, Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION) {
      builds.switchTo(plan, installed);
    } else {
      builds.putIntoUse(plan, installed);
    }
    return installed;
  }
}
