package io.lotusflow.fleet;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.lotusflow.temporal.Payloads;
import io.lotusflow.temporal.ReadablePayloads;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Workflows of this cluster that are open, with what their memos say. */
final class OpenProcedures {

  private static final int PAGE = 500;

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
    ByteString token = ByteString.EMPTY;
    do {
      ListWorkflowExecutionsResponse page =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .listWorkflowExecutions(
                  ListWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setPageSize(PAGE)
                      .setNextPageToken(token)
                      .setQuery(which + " AND ExecutionStatus = 'Running'")
                      .build());
      found.addAll(page.getExecutionsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return found;
  }

  /** Empty where it says nothing, or nothing that can be read here. */
  <T> Optional<T> memo(WorkflowExecutionInfo run, String key, Class<T> type) {
    Payload said = run.getMemo().getFieldsOrDefault(key, Payload.getDefaultInstance());
    if (said.getData().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          Payloads.mapper().readValue(readable.in(said).getData().toByteArray(), type));
    } catch (PayloadKeyProblem | IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether it has a step on that queue which nobody has taken. */
  boolean waitsOn(String queue, WorkflowExecutionInfo run) {
    try {
      return client
          .getWorkflowServiceStubs()
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setExecution(run.getExecution())
                  .build())
          .getPendingActivitiesList()
          .stream()
          .filter(step -> step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED)
          .anyMatch(step -> step.getActivityOptions().getTaskQueue().getName().equals(queue));
    } catch (StatusRuntimeException answer) {
      if (answer.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
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
