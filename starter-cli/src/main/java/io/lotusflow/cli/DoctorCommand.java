package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
    switch (session.options().output()) {
      case text -> findings.forEach(this::tell);
      case json -> {
        ArrayNode array = RunsJson.MAPPER.createArrayNode();
        findings.forEach(finding -> array.add(RunsJson.MAPPER.valueToTree(finding)));
        session.out().println(RunsJson.text(array));
      }
      case jsonl ->
          findings.forEach(
              finding ->
                  session.out().println(RunsJson.text(RunsJson.MAPPER.valueToTree(finding))));
    }
    return refused(findings) ? Exit.REFUSED : Exit.DONE;
  }

  private static boolean refused(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.REFUSE);
  }

  private void tell(Finding finding) {
    String mark =
        switch (finding.level()) {
          case OK -> "[+]";
          case WARNING -> "[!]";
          case REFUSE -> "[✘]";
        };
    session.out().println(mark + ' ' + finding.seen().replace("\n", "\n      "));
    for (String more : List.of(finding.why(), finding.fix())) {
      if (!more.isEmpty()) {
        session.out().println("    " + (more.equals(finding.fix()) ? "→ " : "") + more);
      }
    }
  }
}
