package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lotusflow.preflight.Finding;
import java.util.List;

/** Findings, for people and for scripts. */
final class Checklist {

  private final Session session;

  Checklist(Session session) {
    this.session = session;
  }

  /** Returns the exit code. */
  int tell(List<Finding> findings) {
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
