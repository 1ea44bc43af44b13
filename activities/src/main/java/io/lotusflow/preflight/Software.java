package io.lotusflow.preflight;

import io.lotusflow.host.Machine;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Executables;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is installed, what is old, what would be in the way. */
final class Software {
  private static final Duration MOMENT = Duration.ofSeconds(3);
  private static final List<String> NEEDED = List.of("git", "make", "tar", "curl", "gcc");
  private static final List<String> SUITE = List.of("lotus", "lotus-miner", "lotus-worker");

  private final Machine machine;
  private final Programs programs;
  private final Words words;

  Software(Machine machine, Programs programs, Words words) {
    this.machine = machine;
    this.programs = programs;
    this.words = words;
  }

  Finding programs(InstallPlan plan) {
    List<String> missing =
        NEEDED.stream()
            .filter(program -> Executables.find(program, machine.environment()).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return words.ok("programs", String.join(", ", NEEDED));
    }
    String shown = String.join(", ", missing);
    return plan.host().packages().isEmpty()
        ? words.refuse("programs", "programs.missing", shown)
        : words.ok("programs", shown + " <- apt-get install");
  }

  /** Named, never upgraded: a new driver under a running miner costs its proofs. */
  List<Finding> oldPackages(InstallPlan plan) {
    if (plan.host().packages().isEmpty()
        || Executables.find("apt-cache", machine.environment()).isEmpty()) {
      return List.of();
    }
    List<String> ask = new ArrayList<>(List.of("apt-cache", "policy"));
    ask.addAll(plan.host().packages());
    try {
      String policy = programs.run(Command.of(MOMENT, ask).with(machine.environment())).stdout();
      List<String> old = outdated(policy);
      return old.isEmpty()
          ? List.of()
          : List.of(words.warning("packages", "packages.old", String.join(", ", old)));
    } catch (CommandFailed unknown) {
      return List.of();
    }
  }

  /** Packages whose installed version is not the candidate. */
  static List<String> outdated(String policy) {
    List<String> old = new ArrayList<>();
    String name = "";
    String installed = "";
    for (String line : policy.lines().toList()) {
      String text = line.strip();
      if (!line.startsWith(" ")) {
        name = text.replaceFirst(":$", "");
      } else if (text.startsWith("Installed: ")) {
        installed = text.substring("Installed: ".length());
      } else if (text.startsWith("Candidate: ")) {
        String candidate = text.substring("Candidate: ".length());
        if (!installed.equals("(none)") && !installed.equals(candidate)) {
          old.add(name + " " + installed + " -> " + candidate);
        }
      }
    }
    return old;
  }

  /** Files at the places of our links, and repositories that hold something already. */
  List<Finding> installed(InstallPlan plan) {
    List<Finding> findings = new ArrayList<>();
    if (!plan.build().links().isEmpty()) {
      for (String name : SUITE) {
        Path link = Path.of(plan.build().links(), name);
        if (isTaken(link, plan.build().prefix())) {
          findings.add(words.refuse("installed", "installed.foreign", link));
        }
      }
    }
    plan.daemon().ifPresent(daemon -> addRepository(findings, daemon.repo()));
    plan.miner().ifPresent(miner -> addRepository(findings, miner.repo()));
    return findings.isEmpty() ? List.of(words.none("installed")) : findings;
  }

  private void addRepository(List<Finding> findings, String repo) {
    if (Files.exists(Path.of(repo, "api"))) {
      findings.add(words.ok("installed", repo + " (api)"));
    } else if (Files.exists(Path.of(repo, "datastore"))) {
      findings.add(words.ok("installed", repo));
    }
  }

  private static boolean isTaken(Path link, String prefix) {
    try {
      return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
          && !(Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
