package io.lotusflow.restart;

import io.lotusflow.deals.Deals;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.window.SafeWindow;
import io.lotusflow.window.WindowPlan;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * For workflows: the manual's order: how long, jobs, window, stop, start, look. Something can be
 * changed while it is stopped.
 */
public final class SafeRestart {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final int SHOWN = 200;

  private final RestartActivities restarts;
  private final RestartPlan plan;
  private final Optional<Change> change;

  /** What is asked of the host whose miner has the jobs. */
  private final RestartPlan jobs;

  private final RestartActivities jobsHost;

  /** Since when jobs are waited for; those that somebody let go are no longer looked at. */
  private long jobsUntil;

  private boolean jobsMayBeLost;

  /**
   * Something that is changed while it is stopped, since it is read at the start.
   *
   * @param make changes it
   * @param undo puts it back, also if it was never changed
   */
  public record Change(Runnable make, Runnable undo) {}

  /** A restart, with a change or without. */
  public SafeRestart(RestartPlan plan, Optional<Change> change) {
    this.plan = plan;
    this.change = change;
    this.restarts = Steps.on(plan.scope().host(), RestartActivities.class);
    this.jobs = plan.whereJobsAre();
    this.jobsHost = Steps.on(jobs.scope().host(), RestartActivities.class);
  }

  /** Once per object. */
  public RestartReport run() {
    jobsUntil = Workflow.currentTimeMillis() + plan.jobsWithin().toMillis();
    RestartGround ground = restarts.look(plan);
    Restarting.Outcome outcome = untilRestarted(ground);
    restarts.verify(plan, ground);
    restarts.note(plan, outcome.away());
    return report(outcome);
  }

  private Restarting.Outcome untilRestarted(RestartGround ground) {
    for (int round = 1; ; round++) {
      int thisRound = round;
      awaitJobs();
      Optional<Restarting.Outcome> outcome =
          NodeLease.hold(plan.scope(), () -> inWindow(ground, thisRound));
      if (outcome.isPresent() && outcome.get().trouble().isEmpty()) {
        return outcome.get();
      }
      outcome
          .flatMap(Restarting.Outcome::trouble)
          .ifPresent(
              trouble ->
                  Parking.untilResumed("Restart.Verify", RestartProblem.RESTART_UNDONE, trouble));
    }
  }

  private void awaitJobs() {
    while (!jobsMayBeLost) {
      JobsLook look = jobsHost.lookAtJobs(jobs);
      if (look.clear() || plan.scope().dryRun()) {
        return;
      }
      if (Workflow.currentTimeMillis() >= jobsUntil) {
        jobsHost.requireNoJobs(jobs);
        jobsMayBeLost = true;
        return;
      }
      Workflow.newTimer(LOOK_AGAIN, TimerOptions.newBuilder().setSummary(shown(look.why())).build())
          .get();
    }
  }

  private static String shown(String why) {
    return why.substring(0, Math.min(why.length(), SHOWN));
  }

  /**
   * Deals are paused by one that answers; there is no asking one that hangs, or is down.
   *
   * @return nothing if the window has closed, or a job has begun, while it was looked
   */
  private Optional<Restarting.Outcome> inWindow(RestartGround ground, int round) {
    List<WindowPlan> windows = plan.windows(ground.outage());
    SafeWindow.awaitAll(windows);
    boolean clear = jobsMayBeLost || plan.scope().dryRun() || jobsHost.lookAtJobs(jobs).clear();
    if (!clear || !SafeWindow.areOpen(windows)) {
      return Optional.empty();
    }
    Restarting restarting = new Restarting(plan, change, windows);
    Optional<DealsPlan> deals = plan.deals().filter(market -> answers(market, ground));
    if (deals.isEmpty()) {
      return restarting.run(round);
    }
    return Deals.pausedDuring(
        deals.get(),
        () ->
            windows.stream().allMatch(SafeWindow::isStillOpen)
                ? restarting.run(round)
                : Optional.empty());
  }

  /** The market may be that of a miner on another host. */
  private boolean answers(DealsPlan market, RestartGround ground) {
    boolean here = market.scope().host().equals(plan.scope().host());
    return !(here ? ground : jobsHost.look(jobs)).miner().isEmpty();
  }

  private RestartReport report(Restarting.Outcome outcome) {
    Receipt receipt =
        plan.scope().dryRun()
            ? Receipt.wouldDo("")
            : Receipt.done(
                "no answer for %.1f s, away for %d s%s"
                    .formatted(
                        outcome.outage().downtime().silent().toMillis() / 1e3,
                        outcome.away().toSeconds(),
                        outcome.outage().unseen()));
    return new RestartReport(receipt, outcome.away(), outcome.outage().downtime());
  }
}
