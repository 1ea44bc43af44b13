package io.lotusflow.host;

import io.lotusflow.home.Home;
import io.lotusflow.job.Jobs;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;

/** Prepares the machine that runs this. */
public final class HostActivitiesImpl implements HostActivities {
  private final Home home;
  private final Jobs jobs;
  private final Machine machine;
  private final Programs programs = new Programs();

  public HostActivitiesImpl(Home home, Jobs jobs) {
    this(home, jobs, Machine.ofThisProcess());
  }

  HostActivitiesImpl(Home home, Jobs jobs, Machine machine) {
    this.home = home;
    this.jobs = jobs;
    this.machine = machine;
  }

  @Override
  public Receipt installPackages(HostPlan plan) {
    return new Packages(plan, machine, home, jobs, programs, HostActivitiesImpl::beat).install();
  }

  @Override
  public Receipt makeSwap(HostPlan plan) {
    return plan.swap().map(swapFile(plan)::make).orElseGet(() -> Receipt.alreadySo(""));
  }

  @Override
  public Receipt removeSwap(HostPlan plan) {
    return swapFile(plan).remove();
  }

  private SwapFile swapFile(HostPlan plan) {
    return new SwapFile(plan, machine, home, jobs, programs, HostActivitiesImpl::beat);
  }

  private static void beat() {
    Activity.getExecutionContext().heartbeat("");
  }
}
