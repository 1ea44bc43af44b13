package io.lotusflow.service;

import io.lotusflow.home.Home;
import io.lotusflow.process.RootAct;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import java.nio.file.Files;
import java.nio.file.Path;

/** Installs, starts and stops services on the host that runs this. */
public final class ServiceActivitiesImpl implements ServiceActivities {
  private static final Path SYSTEMD_RUNS = Path.of("/run/systemd/system");

  private final Supervised supervised;
  private final Runnable beat;
  private final Systemd systemd = new Systemd();

  /** As activities, which give a sign of life while they wait. */
  public ServiceActivitiesImpl(Home home) {
    this(home, () -> Activity.getExecutionContext().heartbeat(""));
  }

  /**
   * For callers outside of an activity.
   *
   * @param beat called about once a second while something is waited for
   */
  public ServiceActivitiesImpl(Home home, Runnable beat) {
    this.beat = beat;
    this.supervised = new Supervised(home.folder().resolve("services"));
  }

  /**
   * Supervises again what runs or should run and has lost its supervisor. Safe at any time; to be
   * called when a worker starts and now and then.
   */
  public void mend() {
    supervised.mend();
  }

  @Override
  public Receipt install(ServicePlan plan) {
    return keeper(plan).install(plan.unit(), plan.scope().dryRun());
  }

  @Override
  public ServiceStatus start(ServicePlan plan) {
    Keeper keeper = keeper(plan);
    ServiceState before = keeper.state(plan.unit());
    if (before.running()) {
      return before.with(Receipt.alreadySo(told(plan, before)));
    }
    return act(keeper, plan, "start", () -> keeper.start(plan.unit(), beat));
  }

  @Override
  public ServiceStatus stop(ServicePlan plan) {
    Keeper keeper = keeper(plan);
    ServiceState before = keeper.state(plan.unit());
    if (!before.installed()) {
      return before.with(Receipt.alreadySo("not installed"));
    }
    ServiceStatus after = act(keeper, plan, "stop", () -> keeper.stop(plan.unit(), beat));
    return before.running() ? after : asItIs(keeper, plan);
  }

  @Override
  public ServiceStatus restart(ServicePlan plan) {
    Keeper keeper = keeper(plan);
    return act(
        keeper,
        plan,
        "restart",
        () -> {
          keeper.stop(plan.unit(), beat);
          keeper.start(plan.unit(), beat);
        });
  }

  @Override
  public ServiceStatus status(ServicePlan plan) {
    return asItIs(keeper(plan), plan);
  }

  private static ServiceStatus asItIs(Keeper keeper, ServicePlan plan) {
    ServiceState state = keeper.state(plan.unit());
    return state.with(Receipt.alreadySo(told(plan, state)));
  }

  @Override
  public Receipt uninstall(ServicePlan plan) {
    Keeper keeper = keeper(plan);
    if (!plan.scope().dryRun()) {
      keeper.stop(plan.unit(), beat);
    }
    return keeper.uninstall(plan.unit(), plan.scope().dryRun());
  }

  private static ServiceStatus act(Keeper keeper, ServicePlan plan, String name, Runnable act) {
    String command = keeper.spelled(name, plan.unit());
    if (plan.scope().dryRun()) {
      return keeper.state(plan.unit()).with(Receipt.wouldDo(plan.unit().name(), command));
    }
    act.run();
    ServiceState after = keeper.state(plan.unit());
    return after.with(Receipt.done(told(plan, after), command));
  }

  /** Which one: a node has several, and their steps have one name. */
  private static String told(ServicePlan plan, ServiceState state) {
    String name = plan.unit().name();
    return state.running() ? name + ", pid " + state.pid() : name;
  }

  private Keeper keeper(ServicePlan plan) {
    boolean runs = Files.isDirectory(SYSTEMD_RUNS);
    return switch (plan.manager()) {
      case SUPERVISED -> supervised;
      case AUTO -> runs && Sudo.allows(RootAct.Need.SERVICES) ? systemd : supervised;
      case SYSTEMD -> {
        if (!runs) {
          throw ServiceProblem.NO_SYSTEMD.because(plan.unit().name());
        }
        yield systemd;
      }
    };
  }
}
