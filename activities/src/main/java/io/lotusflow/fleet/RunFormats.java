package io.lotusflow.fleet;

import io.lotusflow.home.Refusal;
import io.lotusflow.home.Release;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.run.RunMemo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import java.util.Optional;

/** What the runs that are open ask of a worker. */
final class RunFormats {

  private final OpenProcedures runs;

  RunFormats(WorkflowClient client) {
    this.runs = new OpenProcedures(client);
  }

  /** A run that this lotusflow would misread. */
  Optional<Refusal> tooNew() {
    return runs.all().stream()
        .filter(run -> format(run) > PlanFormat.CURRENT)
        .findFirst()
        .map(
            run ->
                Refusal.of(
                    "older",
                    Release.number(),
                    run.getExecution().getWorkflowId(),
                    format(run),
                    PlanFormat.CURRENT));
  }

  private int format(WorkflowExecutionInfo run) {
    return runs.memo(run, RunMemo.FORMAT, Integer.class).orElse(0);
  }
}
