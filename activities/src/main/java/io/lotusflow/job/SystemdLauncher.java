package io.lotusflow.job;

import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Output;
import io.lotusflow.process.ProcessTree;
import io.lotusflow.process.Programs;
import io.lotusflow.process.Sudo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A transient unit: it lives in a control group of its own, so stopping the worker's service does
 * not touch it, and ending it leaves nothing behind.
 */
public final class SystemdLauncher implements JobLauncher {
  private static final Duration QUICK = Duration.ofSeconds(30);

  /** {@code systemctl stop} of a unit that is gone already. */
  private static final int NOT_LOADED = 5;

  private static final Integer[] ANY_STATE = {0, 1, 2, 3, 4};

  private final Programs programs = new Programs();

  @Override
  public BooleanSupplier launch(Launch launch) {
    Path environment = launch.folder().resolve(EnvironmentFile.NAME);
    EnvironmentFile.write(environment, launch.environment());
    List<String> argv = Sudo.transientUnit();
    argv.add("--unit=" + unit(launch.name()));
    argv.add("--description=lotusflow:" + launch.name());
    properties(launch, environment).forEach(property -> argv.add("--property=" + property));
    argv.add("--");
    // systemd would put variables of its own in the place of ours.
    launch.argv().forEach(argument -> argv.add(argument.replace("$", "$$")));
    try {
      programs.run(Command.of(QUICK, argv).withRoot());
    } catch (CommandFailed refused) {
      if (!active(launch.name())) {
        throw refused;
      }
    }
    return () -> active(launch.name());
  }

  private static List<String> properties(Launch launch, Path environment) {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "WorkingDirectory=" + launch.workingDirectory(),
                // --setenv would show the values to every user of the machine.
                "EnvironmentFile=" + environment,
                "LimitNOFILE=1048576",
                "TasksMax=infinity",
                "StandardOutput=null",
                "StandardError=null",
                "IgnoreSIGPIPE=no",
                // One child out of memory is for the command to report, not the end of the unit.
                "OOMPolicy=continue",
                "TimeoutStopSec=" + Jobs.GRACE.toSeconds()));
    if (launch.weight() == JobWeight.GUEST) {
      properties.addAll(List.of("CPUWeight=10", "IOWeight=10"));
    }
    return properties;
  }

  @Override
  public void end(String name, ProcessTree tree, Duration grace, Runnable pulse) {
    programs.run(
        Command.of(grace.multipliedBy(3).plus(QUICK), "systemctl", "stop", unit(name))
            .accepting(0, NOT_LOADED)
            .withRoot(),
        pulse);
    tree.end(grace, pulse);
  }

  private boolean active(String name) {
    Output state =
        programs.run(Command.of(QUICK, "systemctl", "is-active", unit(name)).accepting(ANY_STATE));
    return List.of("active", "activating", "deactivating").contains(state.line());
  }

  private static String unit(String name) {
    return name + ".service";
  }
}
