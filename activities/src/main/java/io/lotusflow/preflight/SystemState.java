package io.lotusflow.preflight;

import io.lotusflow.host.Folders;
import io.lotusflow.host.Machine;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Executables;
import io.lotusflow.process.Programs;
import io.lotusflow.process.RootAct;
import io.lotusflow.process.Sudo;
import io.lotusflow.service.ServicePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Limits, clock, systemd, and whether we may do what only root does. */
final class SystemState {
  private static final Duration MOMENT = Duration.ofSeconds(3);

  /** Nothing of today's Filecoin is older; a clock that says so has lost its battery. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private final Machine machine;
  private final Programs programs;
  private final Words words;

  SystemState(Machine machine, Programs programs, Words words) {
    this.machine = machine;
    this.programs = programs;
    this.words = words;
  }

  /** systemd gives services what they ask for; a supervised one has what we have. */
  Finding descriptors(InstallPlan plan) {
    long hard = hardLimit();
    boolean enough = hard >= plan.host().nofile() || hasSystemd() || !Sudo.needed();
    return enough
        ? words.ok("descriptors", hard, plan.host().nofile())
        : words.warning("descriptors", "descriptors.few", hard, plan.host().nofile());
  }

  private long hardLimit() {
    try (Stream<String> lines = Files.lines(machine.root().resolve("proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.split("\\s+", -1)[4])
          .map(limit -> limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit))
          .findFirst()
          .orElse(0L);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Finding clock() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    if (now.isBefore(EARLIEST)) {
      return words.refuse("clock", "clock.past", now);
    }
    return hasSystemd() && synchronised().equals("no")
        ? words.warning("clock", "clock.alone", now)
        : words.ok("clock", now);
  }

  private String synchronised() {
    try {
      return programs
          .run(
              Command.of(MOMENT, "timedatectl", "show", "--property=NTPSynchronized", "--value")
                  .with(machine.environment()))
          .line();
    } catch (CommandFailed unknown) {
      return "";
    }
  }

  Finding services(InstallPlan plan) {
    boolean wanted =
        Stream.concat(
                plan.daemon().map(DaemonPlan::service).stream(),
                plan.miner().map(miner -> miner.service()).stream())
            .anyMatch(service -> service.manager() == ServicePlan.Manager.SYSTEMD);
    if (wanted && !hasSystemd()) {
      return words.refuse("services", "services.none");
    }
    return words.ok("services", hasSystemd() ? "systemd" : "supervised");
  }

  private boolean hasSystemd() {
    return Files.isDirectory(machine.root().resolve("run/systemd/system"))
        && Executables.find("systemctl", machine.environment()).isPresent();
  }

  /** The places that only root may write to, if root's leave is not to be had. */
  Finding root(InstallPlan plan) {
    List<String> places =
        Stream.of(
                plan.build().checkout(),
                plan.build().prefix(),
                plan.build().links(),
                plan.build().toolchain().folder())
            .filter(place -> !place.isEmpty() && Folders.needRoot(Path.of(place)))
            .toList();
    if (!Sudo.needed()) {
      return words.ok("root", "root");
    }
    if (Sudo.allows(RootAct.Need.PREPARE)) {
      return words.ok("root", "sudo");
    }
    return places.isEmpty()
        ? words.ok("root", System.getProperty("user.name"))
        : words.refuse("root", "root.none", String.join(", ", places));
  }
}
