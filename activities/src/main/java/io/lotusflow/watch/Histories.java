package io.lotusflow.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.UncheckedExecutionException;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.ReadablePayloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the server has written down about workflows, decrypted where it is encrypted. */
public final class Histories {

  private static final int LONG_POLL_SECONDS = 75;
  private static final int ANSWER_SECONDS = 10;

  private final WorkflowServiceGrpc.WorkflowServiceBlockingStub service;
  private final WorkflowServiceGrpc.WorkflowServiceFutureStub atOnce;
  private final String namespace;
  private final ReadablePayloads readable;

  public Histories(WorkflowClient client) {
    this.readable = ReadablePayloads.of(client);
    this.service = client.getWorkflowServiceStubs().blockingStub();
    this.atOnce = client.getWorkflowServiceStubs().futureStub();
    this.namespace = client.getOptions().getNamespace();
  }

  /** The newest run with that id, whether or not it is open. */
  public Optional<WorkflowExecutionInfo> find(String workflowId) {
    try {
      return Optional.of(
          describe(WorkflowExecution.newBuilder().setWorkflowId(workflowId).build())
              .getWorkflowExecutionInfo());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What the newest run with that id has in its memo. */
  public Optional<RunMemory> memory(String workflowId) {
    return find(workflowId).map(info -> RunMemory.of(info.getMemo()));
  }

  /** The same of many, asked at once; those that the server does not know are left out. */
  public Map<String, RunMemory> memories(Collection<String> workflowIds) {
    Map<String, ListenableFuture<DescribeWorkflowExecutionResponse>> asked = new LinkedHashMap<>();
    workflowIds.forEach(
        id ->
            asked.put(
                id,
                atOnce
                    .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .describeWorkflowExecution(request(id))));
    Map<String, RunMemory> memories = new HashMap<>();
    asked.forEach(
        (id, answer) ->
            answered(answer)
                .map(run -> readable.in(run.getWorkflowExecutionInfo().getMemo()))
                .ifPresent(memo -> memories.put(id, RunMemory.of(memo))));
    return memories;
  }

  /** For whom and where a run works; empty for what was started with no plan of ours. */
  public Optional<Scope> scope(WorkflowExecution workflow) {
    HistoryEvent first =
        readable.in(
            service
                .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                .getWorkflowExecutionHistory(
                    GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(workflow)
                        .setMaximumPageSize(1)
                        .build())
                .getHistory()
                .getEvents(0));
    JsonNode plan = Decoded.first(first.getWorkflowExecutionStartedEventAttributes().getInput());
    return Decoded.as(Scope.class, plan.path("scope"));
  }

  private static Optional<DescribeWorkflowExecutionResponse> answered(
      ListenableFuture<DescribeWorkflowExecutionResponse> answer) {
    try {
      return Optional.of(Futures.getUnchecked(answer));
    } catch (UncheckedExecutionException failed) {
      if (!(failed.getCause() instanceof StatusRuntimeException status)) {
        throw failed;
      }
      if (status.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw status;
    }
  }

  private DescribeWorkflowExecutionRequest request(String workflowId) {
    return DescribeWorkflowExecutionRequest.newBuilder()
        .setNamespace(namespace)
        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
        .build();
  }

  /** A run with everything below it, as it is now. */
  public RunView read(WorkflowExecution root) {
    RunFold fold = new RunFold(root);
    readInto(fold, root);
    for (WorkflowExecution open : fold.withOpenSteps()) {
      fold.describe(open, describe(open).getPendingActivitiesList());
    }
    return fold.view();
  }

  private void readInto(RunFold fold, WorkflowExecution workflow) {
    ByteString token = ByteString.EMPTY;
    do {
      GetWorkflowExecutionHistoryResponse page = page(workflow, token, false);
      page.getHistory().getEventsList().stream()
          .map(event -> fold.add(workflow, event))
          .flatMap(Optional::stream)
          .forEach(child -> readInto(fold, child));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
  }

  DescribeWorkflowExecutionResponse describe(WorkflowExecution workflow) {
    return readable.in(
        service
            .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(namespace)
                    .setExecution(workflow)
                    .build()));
  }

  /**
   * The next events.
   *
   * @param wait return only when there are some, or after a while; then the token is empty only
   *     once the workflow has ended
   */
  GetWorkflowExecutionHistoryResponse page(
      WorkflowExecution workflow, ByteString token, boolean wait) {
    return readable.in(
        service
            .withDeadlineAfter(wait ? LONG_POLL_SECONDS : ANSWER_SECONDS, TimeUnit.SECONDS)
            .getWorkflowExecutionHistory(
                GetWorkflowExecutionHistoryRequest.newBuilder()
                    .setNamespace(namespace)
                    .setExecution(workflow)
                    .setNextPageToken(token)
                    .setWaitNewEvent(wait)
                    .build()));
  }
}
