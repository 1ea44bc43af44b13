package io.lotusflow.fleet;

import com.google.protobuf.Timestamp;
import io.lotusflow.run.HostId;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What runs have given a host to do. Each open run is asked for: nothing for a list of hosts. */
public final class HostSteps {

  private final OpenProcedures runs;

  public HostSteps(WorkflowClient client) {
    this.runs = new OpenProcedures(client);
  }

  /**
   * A step that has not ended.
   *
   * @param workflowId whose step it is
   * @param type such as {@code Build.Compile}
   * @param taken whether its worker is at it, or was when it was heard of last
   * @param since when it was taken, or given
   */
  public record Given(String workflowId, String type, boolean taken, Instant since) {}

  /** All of a host, the oldest first. */
  public List<Given> of(HostId host) {
    return runs.all().stream()
        .flatMap(
            run ->
                runs.steps(run).stream()
                    .filter(step -> isFor(host, step))
                    .map(step -> given(run, step)))
        .sorted(Comparator.comparing(Given::since))
        .toList();
  }

  private static boolean isFor(HostId host, PendingActivityInfo step) {
    return step.getActivityOptions().getTaskQueue().getName().equals(host.taskQueue());
  }

  private static Given given(WorkflowExecutionInfo run, PendingActivityInfo step) {
    boolean taken = step.getState() != PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;
    return new Given(
        run.getExecution().getWorkflowId(),
        step.getActivityType().getName(),
        taken,
        instant(taken ? step.getLastStartedTime() : step.getScheduledTime()));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
