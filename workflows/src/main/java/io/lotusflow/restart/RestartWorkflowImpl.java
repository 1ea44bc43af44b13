package io.lotusflow.restart;

import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.window.SafeWindow;
import io.lotusflow.window.WindowPlan;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** The manual's order: how long, jobs, window, stop, start, look. */
public final class RestartWorkflowImpl implements RestartWorkflow {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final int SHOWN = 200;

  private RestartActivities restarts;

  /** Since when jobs are waited for; those that somebody let go are no longer looked at. */
  private long jobsUntil;

  private boolean jobsMayBeLost;

  @Override
  public RestartReport restart(RestartPlan plan) {
    restarts = Steps.on(plan.scope().host(), RestartActivities.class);
    jobsUntil = Workflow.currentTimeMillis() + plan.jobsWithin().toMillis();
    RestartGround ground = restarts.look(plan);
    Restarting.Outcome outcome = untilRestarted(plan, ground);
    restarts.verify(plan, ground);
    restarts.note(plan, outcome.away());
    return report(plan, outcome);
  }

  private Restarting.Outcome untilRestarted(RestartPlan plan, RestartGround ground) {
    for (int round = 1; ; round++) {
      int thisRound = round;
      awaitJobs(plan);
      Optional<Restarting.Outcome> outcome =
          NodeLease.hold(plan.scope(), () -> inWindow(plan, ground, thisRound));
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

  private void awaitJobs(RestartPlan plan) {
    while (!jobsMayBeLost) {
      JobsLook look = restarts.lookAtJobs(plan);
      if (look.clear() || plan.scope().dryRun()) {
        return;
      }
      if (Workflow.currentTimeMillis() >= jobsUntil) {
        restarts.requireNoJobs(plan);
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
   * Deals would be turned off before the window is awaited and be given back as they were behind
   * {@link #untilRestarted}, which is left in no other way than by an end of the run.
   *
   * @return nothing if the window has closed, or a job has begun, while it was looked
   */
  private Optional<Restarting.Outcome> inWindow(RestartPlan plan, RestartGround ground, int round) {
    WindowPlan window = plan.window(ground.outage());
    SafeWindow.await(window);
    boolean clear = jobsMayBeLost || plan.scope().dryRun() || restarts.lookAtJobs(plan).clear();
    return clear && SafeWindow.isOpen(window)
        ? Optional.of(new Restarting(plan).run(round))
        : Optional.empty();
  }

  private static RestartReport report(RestartPlan plan, Restarting.Outcome outcome) {
    Receipt receipt =
        plan.scope().dryRun()
            ? Receipt.wouldDo("")
            : Receipt.done(
                "no answer for %.1f s, away for %d s"
                    .formatted(
                        outcome.outage().downtime().silent().toMillis() / 1e3,
                        outcome.away().toSeconds()));
    return new RestartReport(receipt, outcome.away(), outcome.outage().downtime());
  }
}
