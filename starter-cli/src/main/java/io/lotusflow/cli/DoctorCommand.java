package io.lotusflow.cli;

import io.lotusflow.doctor.Troubleshooting;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Identity;
import io.lotusflow.preflight.Preflight;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.settings.Plans;
import io.lotusflow.temporal.ConfigurationProblem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Looks at this machine with the eyes of the install, and at the node and the miner that are there;
 * changes nothing, asks no server.
 */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--offline")
  private boolean offline;

  @Option(names = "--compare", paramLabel = "URL")
  private Optional<URI> compare = Optional.empty();

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    return new Checklist(session).tell(look(session, plans.install(), offline, compare));
  }

  /** All findings, in order. */
  static List<Finding> look(
      Session session, InstallPlan plan, boolean offline, Optional<URI> compare) {
    List<Finding> findings = new ArrayList<>(new Preflight(offline).look(plan));
    certificateEnds(session)
        .ifPresent(ends -> findings.add(Identity.look(session.language(), ends, Instant.now())));
    if (isThere(plan)) {
      findings.addAll(
          new Troubleshooting(plan, new ServiceActivitiesImpl(session.home(), () -> {}))
              .look(compare.filter(url -> !offline)));
    }
    return findings;
  }

  /** What is wrong with the configuration itself, every command that needs a server says. */
  private static Optional<Instant> certificateEnds(Session session) {
    try {
      return session.target().certificateEnds();
    } catch (ConfigurationProblem cannotBeRead) {
      return Optional.empty();
    }
  }

  /** Before an install nothing is the matter with what is not there. */
  private static boolean isThere(InstallPlan plan) {
    return Stream.concat(
            plan.daemon().map(DaemonPlan::repo).stream(),
            plan.miner().map(MinerPlan::repo).stream())
        .anyMatch(repo -> Files.isDirectory(Path.of(repo, "keystore")));
  }
}
