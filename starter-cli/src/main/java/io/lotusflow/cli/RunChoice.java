package io.lotusflow.cli;

import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The run that a command is about: the one named, else the only open one. */
final class RunChoice {

  @Parameters(index = "0", arity = "0..1", paramLabel = "ID", descriptionKey = "run-id")
  private Optional<String> id = Optional.empty();

  Optional<String> given() {
    return id;
  }

  WorkflowExecution choose(Session session, Connection connection) {
    String wanted = id.orElseGet(() -> only(session, new Runs(connection.client()).open()));
    return new Histories(connection.client())
        .find(wanted)
        .map(WorkflowExecutionInfo::getExecution)
        .orElseThrow(() -> unknown(session, wanted));
  }

  private static String only(Session session, List<Runs.Listed> open) {
    if (open.size() == 1) {
      return open.get(0).id();
    }
    throw session.complaint(Exit.USAGE, "run.which", open.size());
  }

  static Complaint unknown(Session session, String id) {
    return new Complaint(
        Exit.USAGE,
        session.text("run.unknown", id),
        session.text("run.unknown.seen", session.target().address()),
        session.text("run.which.todo"));
  }
}
