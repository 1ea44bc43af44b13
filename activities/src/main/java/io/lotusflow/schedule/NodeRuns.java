package io.lotusflow.schedule;

import io.lotusflow.catalogue.Beside;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.SearchAttributes;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs on one node, as the server's visibility store has them: it may lag by a second. */
final class NodeRuns {

  private static final String SCHEDULED = "Scheduled";

  private final WorkflowClient client;
  private final String onNode;

  NodeRuns(WorkflowClient client, NodeId node) {
    this.client = client;
    this.onNode =
        "%s = '%s' AND %s IS NOT NULL"
            .formatted(SearchAttributes.NODE.getName(), node, SearchAttributes.PROCEDURE.getName());
  }

  /**
   * The run that a schedule's run has to wait for. Of two schedules' runs the younger waits, so
   * that they do not wait for each other for ever.
   *
   * @param mine id of the schedule's run that asks
   */
  Optional<String> before(String mine) {
    Instant since = startOf(mine);
    return find(" AND ExecutionStatus = 'Running'").stream()
        .filter(run -> !run.hasParentExecution())
        .filter(run -> !Beside.isType(run.getType().getName()))
        .filter(run -> !id(run).startsWith("dry-run/") && !id(run).equals(mine))
        .filter(run -> !run.getType().getName().equals(SCHEDULED) || isOlder(run, since, mine))
        .map(NodeRuns::id)
        .findFirst();
  }

  /** The run itself, while it goes on; what the visibility store has not yet seen counts too. */
  Optional<String> open(String workflowId) {
    try {
      WorkflowExecutionStatus status =
          client.newUntypedWorkflowStub(workflowId).describe().getStatus();
      return Optional.of(workflowId)
          .filter(any -> status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    } catch (WorkflowNotFoundException never) {
      return Optional.empty();
    }
  }

  /** When a workflow of that type last did its work. */
  Optional<Instant> lastDone(String workflowType) {
    return find(
            " AND ExecutionStatus = 'Completed' AND WorkflowType = '%s'".formatted(workflowType))
        .stream()
        .filter(run -> !id(run).startsWith("dry-run/"))
        .filter(run -> !run.getMemo().containsFields(RunMemo.SKIPPED))
        .map(run -> instant(run.getCloseTime()))
        .max(Comparator.naturalOrder());
  }

  private static boolean isOlder(WorkflowExecutionInfo run, Instant since, String mine) {
    Instant began = instant(run.getStartTime());
    return began.isBefore(since) || (began.equals(since) && id(run).compareTo(mine) < 0);
  }

  private Instant startOf(String workflowId) {
    return client.newUntypedWorkflowStub(workflowId).describe().getStartTime();
  }

  private List<WorkflowExecutionInfo> find(String more) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setQuery(onNode + more)
                .build())
        .getExecutionsList();
  }

  private static String id(WorkflowExecutionInfo run) {
    return run.getExecution().getWorkflowId();
  }

  private static Instant instant(com.google.protobuf.Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
