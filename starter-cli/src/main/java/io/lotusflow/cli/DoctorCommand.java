package io.lotusflow.cli;

import io.lotusflow.install.InstallPlan;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Preflight;
import io.lotusflow.settings.Plans;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at this machine with the eyes of the install; changes nothing, asks no server. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--offline")
  private boolean offline;

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    InstallPlan plan = plans.install();
    List<Finding> findings = new Preflight(offline).look(plan);
    return new Checklist(session).tell(findings);
  }
}
