package io.lotusflow.build;

import io.lotusflow.home.Home;
import io.lotusflow.job.Jobs;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;

/** Builds and installs Lotus on the host that runs this. */
public final class BuildActivitiesImpl implements BuildActivities {
  private final Home home;
  private final Jobs jobs;
  private final Programs programs = new Programs();

  public BuildActivitiesImpl(Home home, Jobs jobs) {
    this.home = home;
    this.jobs = jobs;
  }

  @Override
  public Source checkout(BuildPlan plan) {
    return new Checkout(plan, jobs, programs, home, BuildActivitiesImpl::beat).bring();
  }

  @Override
  public Toolchain provideGo(BuildPlan plan, Source source) {
    return new GoToolchain(plan, programs, Compilers.ofThisProcess(), BuildActivitiesImpl::beat)
        .provide(source.goMinimum(), plan.scope().dryRun());
  }

  @Override
  public Toolchain provideRust(BuildPlan plan, Source source) {
    return new RustToolchain(
            plan, jobs, programs, Compilers.ofThisProcess(), BuildActivitiesImpl::beat)
        .provide(source.rustToolchain(), plan.scope().dryRun());
  }

  @Override
  public Compiled compile(BuildPlan plan, Source source, Toolchain go, Toolchain rust) {
    return new Compile(plan, source, go, rust, jobs, programs, home, BuildActivitiesImpl::beat)
        .compile();
  }

  @Override
  public Installed installVersion(BuildPlan plan, Compiled compiled) {
    return new VersionedInstall(plan, programs, BuildActivitiesImpl::beat)
        .install(compiled, plan.scope().dryRun());
  }

  @Override
  public Receipt switchTo(BuildPlan plan, Installed installed) {
    return new VersionSwitch(plan).to(installed, programs, BuildActivitiesImpl::beat);
  }

  @Override
  public Receipt putIntoUse(BuildPlan plan, Installed installed) {
    return new VersionSwitch(plan).unlessInUse(installed, programs, BuildActivitiesImpl::beat);
  }

  private static void beat() {
    Activity.getExecutionContext().heartbeat("");
  }
}
