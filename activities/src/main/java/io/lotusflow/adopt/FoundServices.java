package io.lotusflow.adopt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every daemon, miner and worker of a machine: what runs first, then what is only set up. */
public final class FoundServices {
  private final Accounts accounts;
  private final SystemdUnits units;
  private final ProcessTable processes;

  /**
   * @param root {@code /}, or what stands for it in a test
   */
  FoundServices(Path root) {
    this.accounts = Accounts.read(root.resolve("etc/passwd"));
    this.units = new SystemdUnits(root);
    this.processes = new ProcessTable(root.resolve("proc"), accounts);
  }

  /** Of this machine, now. */
  public static List<FoundService> onThisMachine() {
    return new FoundServices(Path.of("/")).look();
  }

  List<FoundService> look() {
    List<FoundService> all = new ArrayList<>();
    for (RunningProgram process : processes.read()) {
      all.add(
          new FoundService(
              process.program(), unitOf(process), Optional.of(process), process.home()));
    }
    for (FoundUnit unit : units.ofLotus()) {
      boolean runs = all.stream().anyMatch(service -> service.name().equals(unit.name()));
      if (!runs) {
        String user = unit.user().isEmpty() ? "root" : unit.user();
        all.add(
            new FoundService(
                unit.invocation().orElseThrow().program(),
                Optional.of(unit),
                Optional.empty(),
                accounts.homeOf(user)));
      }
    }
    return all;
  }

  /** A session's scope, ssh's own unit or a container's keep a process too, but do not start it. */
  private Optional<FoundUnit> unitOf(RunningProgram process) {
    if (!process.supervision().isEmpty()) {
      return SupervisedUnits.read(Path.of(process.supervision()));
    }
    return Optional.of(process.unit())
        .filter(name -> !name.isEmpty())
        .flatMap(units::read)
        .filter(
            unit ->
                unit.invocation()
                    .map(started -> started.program() == process.program())
                    .orElse(true))
        .filter(
            unit -> !unit.name().matches("(ssh|sshd|cron|user@.*|docker|containerd|supervisor)"));
  }
}
