package io.lotusflow.build;

import io.lotusflow.run.Steps;

/** From a git source to the version in use. */
public final class BuildWorkflowImpl implements BuildWorkflow {

  @Override
  public Installed build(BuildPlan plan) {
    BuildActivities builds = Steps.on(plan.scope().host(), BuildActivities.class);
    Source source = builds.checkout(plan);
    Toolchain go = builds.provideGo(plan, source);
    Toolchain rust = builds.provideRust(plan, source);
    Compiled compiled = builds.compile(plan, source, go, rust);
    Installed installed = builds.installVersion(plan, compiled);
    builds.switchTo(plan, installed);
    return installed;
  }
}
