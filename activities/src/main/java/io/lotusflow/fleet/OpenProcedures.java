package io.lotusflow.fleet;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.lotusflow.temporal.Payloads;
import io.lotusflow.temporal.ReadablePayloads;
import io.lotusflow.temporal.Visibility;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Workflows of this cluster that are open, with what their memos say. */
final class OpenProcedures {

  private static final int PAGE = 500;
  private static final ObjectMapper JSON = Payloads.mapper();

  private final WorkflowClient client;
  private final ReadablePayloads readable;

  OpenProcedures(WorkflowClient client) {
    this.client = client;
    this.readable = ReadablePayloads.of(client);
  }

  /** Every one of a procedure, also those below others. */
  List<WorkflowExecutionInfo> all() {
    return find(SearchAttributes.PROCEDURE.getName() + " IS NOT NULL");
  }

  /** Every one of that type. */
  List<WorkflowExecutionInfo> ofType(String type) {
    return find("WorkflowType = '" + type + "'");
  }

  private List<WorkflowExecutionInfo> find(String which) {
    List<WorkflowExecutionInfo> found = new ArrayList<>();
    String query = which + " AND ExecutionStatus = 'Running'";
    new Visibility(client).pages(query, PAGE).forEach(found::addAll);
    return found;
  }

  /** Empty where it says nothing, or nothing that can be read here. */
  <T> Optional<T> memo(WorkflowExecutionInfo run, String key, Class<T> type) {
    Payload said = run.getMemo().getFieldsOrDefault(key, Payload.getDefaultInstance());
    if (said.getData().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(readable.in(said).getData().toByteArray(), type));
    } catch (PayloadKeyProblem | IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Queues on which it has steps that nobody has taken. */
  Set<String> waitsOn(WorkflowExecutionInfo run) {
    return steps(run).stream()
        .filter(step -> step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED)
        .map(step -> step.getActivityOptions().getTaskQueue().getName())
        .collect(Collectors.toSet());
  }

  /** Its own steps that have not ended; of one that is over there are none. */
  List<PendingActivityInfo> steps(WorkflowExecutionInfo run) {
    try {
      return client
          .getWorkflowServiceStubs()
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setExecution(run.getExecution())
                  .build())
          .getPendingActivitiesList();
    } catch (StatusRuntimeException answer) {
      if (answer.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return List.of();
      }
      throw answer;
    }
  }

  /** Says something to one of them, unless it is over by now. */
  void signal(WorkflowExecutionInfo run, String name, Object word) {
    try {
      client
          .newUntypedWorkflowStub(
              WorkflowTargetOptions.newBuilder().setWorkflowExecution(run.getExecution()).build())
          .signal(name, word);
    } catch (WorkflowNotFoundException over) {
      // Nobody is left to hear it.
    }
  }
}
