package io.lotusflow.host;

import io.lotusflow.files.LogEnd;
import io.lotusflow.home.Home;
import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.process.Command;
import io.lotusflow.process.Executables;
import io.lotusflow.process.Programs;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings in the packages that are missing, and leaves the others at their version. */
final class Packages {
  private static final ShellScript SCRIPT = new ShellScript(Packages.class, "apt");
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private final HostPlan plan;
  private final Machine machine;
  private final Home home;
  private final Jobs jobs;
  private final Programs programs;
  private final Runnable heartbeat;

  Packages(
      HostPlan plan, Machine machine, Home home, Jobs jobs, Programs programs, Runnable heartbeat) {
    this.plan = plan;
    this.machine = machine;
    this.home = home;
    this.jobs = jobs;
    this.programs = programs;
    this.heartbeat = heartbeat;
  }

  Receipt install() {
    if (plan.packages().isEmpty()) {
      return Receipt.alreadySo("");
    }
    if (Executables.find("dpkg-query", machine.environment()).isEmpty()) {
      throw HostProblem.NO_APT.because(String.join(" ", plan.packages()));
    }
    List<String> missing = missing();
    if (missing.isEmpty()) {
      return Receipt.alreadySo(plan.packages().size() + " packages");
    }
    AptConfiguration configuration =
        new AptConfiguration(plan.access(), home.folder().resolve("cache/apt"));
    String command = shown(configuration, missing);
    String note = String.join(" ", missing);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(note, command);
    }
    HostProblem.requireRoot(command);
    configuration.write(machine.osRelease());
    run(configuration.file(), missing);
    return Receipt.done(note, command);
  }

  /** In the plan's order; one that was removed but left its configuration counts as missing. */
  private List<String> missing() {
    List<String> ask =
        new ArrayList<>(
            List.of("dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\\n"));
    ask.addAll(plan.packages());
    Set<String> installed =
        programs
            .run(Command.of(MOMENT, ask).with(machine.environment()).accepting(0, 1), heartbeat)
            .stdout()
            .lines()
            .filter(line -> line.endsWith(" installed"))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .collect(Collectors.toSet());
    return plan.packages().stream()
        .filter(name -> !installed.contains(name.replaceFirst(":.*", "")))
        .toList();
  }

  private void run(Path configuration, List<String> missing) {
    List<String> arguments = new ArrayList<>(List.of(configuration.toString()));
    arguments.addAll(missing);
    JobSpec job =
        JobSpec.of(
                // Not what is missing: that changes while it runs
                new JobSteps(jobs).key(plan.packages()),
                home.folder(),
                SCRIPT.argv(home, arguments.toArray(String[]::new)))
            .with(machine.environment());
    JobExit exit = new JobSteps(jobs).runAsStep(job, new AptProgress());
    if (!exit.succeeded()) {
      throw problemOf(exit, missing);
    }
    List<String> still = missing();
    if (!still.isEmpty()) {
      jobs.forget(job.key());
      throw HostProblem.PACKAGES_STILL_MISSING.because(String.join(" ", still));
    }
  }

  private static RuntimeException problemOf(JobExit exit, List<String> missing) {
    String tail = new LogEnd(exit.log()).text();
    String said =
        tail.lines().filter(line -> line.startsWith("E: ")).reduce("", (before, line) -> line);
    HostProblem problem =
        tail.contains("Unable to locate package") || tail.contains("has no installation candidate")
            ? HostProblem.PACKAGE_UNKNOWN
            : HostProblem.PACKAGES_FAILED;
    return problem.withLog(tail, String.join(" ", missing), said);
  }

  private static String shown(AptConfiguration configuration, List<String> missing) {
    return (Sudo.needed() ? "sudo DEBIAN_FRONTEND" : "DEBIAN_FRONTEND")
        + "=noninteractive apt-get --config-file="
        + configuration.file()
        + " install --assume-yes --no-install-recommends --no-upgrade "
        + String.join(" ", missing);
  }
}
