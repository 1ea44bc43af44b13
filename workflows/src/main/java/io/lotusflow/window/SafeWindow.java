package io.lotusflow.window;

import io.lotusflow.run.Steps;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** For workflows: waits with a durable timer until a node may be stopped. */
public final class SafeWindow {

  private static final String AFTER_PAUSE = "look-after-pause";
  private static final String BEFORE_STOP = "look-before-stop";

  private SafeWindow() {}

  /** Returns when it is open. To be looked at again right before the stop: {@link #isOpen}. */
  public static WindowLook await(WindowPlan plan) {
    WindowActivities windows = Steps.on(plan.scope().host(), WindowActivities.class);
    long healingSince = Long.MAX_VALUE;
    WindowLook look = windows.look(plan);
    while (!look.open() && !plan.scope().dryRun()) {
      healingSince =
          look.healing() ? Math.min(healingSince, Workflow.currentTimeMillis()) : Long.MAX_VALUE;
      if (hasWaitedLongEnough(plan, healingSince)) {
        return look;
      }
      sleep(look);
      look = windows.look(plan);
    }
    return look;
  }

  /** As {@link #await}, for what stops together on several hosts. */
  public static void awaitAll(List<WindowPlan> plans) {
    do {
      plans.forEach(SafeWindow::await);
    } while (plans.size() > 1 && !areOpen(plans));
  }

  /** One more look at each. */
  public static boolean areOpen(List<WindowPlan> plans) {
    return plans.stream().allMatch(SafeWindow::isOpen);
  }

  private static boolean hasWaitedLongEnough(WindowPlan plan, long healingSince) {
    return healingSince != Long.MAX_VALUE
        && Workflow.currentTimeMillis() - healingSince >= plan.patience().toMillis();
  }

  /** One more look; a stretch may have been used up by waiting. */
  public static boolean isOpen(WindowPlan plan) {
    WindowLook look = Steps.on(plan.scope().host(), WindowActivities.class).look(plan);
    return look.open() || look.healing() || plan.scope().dryRun();
  }

  /**
   * The last look, after deals were paused: that may have taken hours. Runs that were recorded
   * before there was this look go on as they are.
   */
  public static boolean isStillOpen(WindowPlan plan) {
    return Workflow.getVersion(AFTER_PAUSE, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION
        || isOpen(plan);
  }

  /**
   * The last look at what stops together on several hosts, which one that was away may have
   * delayed. On one host nothing is between this and the look before. Runs that were recorded
   * before there was this look go on as they are.
   */
  public static boolean areStillOpen(List<WindowPlan> plans) {
    return plans.size() == 1
        || Workflow.getVersion(BEFORE_STOP, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION
        || areOpen(plans);
  }

  private static void sleep(WindowLook look) {
    Duration time = look.opensIn().isZero() ? Duration.ofSeconds(1) : look.opensIn();
    Workflow.newTimer(time, TimerOptions.newBuilder().setSummary(shown(look.why())).build()).get();
  }

  private static String shown(String why) {
    return why.substring(0, Math.min(why.length(), 200));
  }
}
