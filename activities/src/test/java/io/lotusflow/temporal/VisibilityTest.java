package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisibilityTest {

  private final AtomicInteger asked = new AtomicInteger();
  private Status refusal = Status.RESOURCE_EXHAUSTED;
  private int refusals;
  private Server server;
  private WorkflowServiceStubs stubs;

  /** Refuses as often as it is told to, then knows of one run. */
  private final class Busy extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void listWorkflowExecutions(
        ListWorkflowExecutionsRequest request,
        StreamObserver<ListWorkflowExecutionsResponse> answer) {
      if (asked.incrementAndGet() <= refusals) {
        answer.onError(refusal.asRuntimeException());
        return;
      }
      answer.onNext(
          ListWorkflowExecutionsResponse.newBuilder()
              .addExecutions(WorkflowExecutionInfo.getDefaultInstance())
              .build());
      answer.onCompleted();
    }
  }

  @BeforeEach
  void startServer() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(new Busy()).build().start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
  }

  @AfterEach
  void stopServer() {
    stubs.shutdownNow();
    server.shutdownNow();
  }

  private List<WorkflowExecutionInfo> found() {
    return new Visibility(WorkflowClient.newInstance(stubs)).pages("any", 10).iterator().next();
  }

  @Test
  void aServerThatIsAskedByManyIsAskedAgain() {
    refusals = 2;
    assertThat(found()).hasSize(1);
    assertThat(asked).hasValue(3);
  }

  @Test
  void whatIsNoMatterOfTimeIsToldAtOnce() {
    refusals = 9;
    refusal = Status.PERMISSION_DENIED;
    assertThatThrownBy(this::found).isInstanceOf(StatusRuntimeException.class);
    assertThat(asked).hasValue(1);
  }
}
