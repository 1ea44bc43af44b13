package io.lotusflow.cli;

import static io.lotusflow.run.SearchAttributes.NODE;
import static io.lotusflow.run.SearchAttributes.PROCEDURE;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.lotusflow.fleet.Hardware;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostRecord;
import io.lotusflow.fleet.HostRole;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.HostAway;
import io.lotusflow.run.HostId;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.run.RunMemo;
import io.lotusflow.temporal.Payloads;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers as a healthy Temporal server with one host and one run on it. */
final class StandInServer implements AutoCloseable {

  private static final Map<String, MessageLite> HEALTHY =
      Map.of(
          HealthGrpc.getCheckMethod().getFullMethodName(),
          HealthCheckResponse.newBuilder()
              .setStatus(HealthCheckResponse.ServingStatus.SERVING)
              .build(),
          WorkflowServiceGrpc.getListWorkflowExecutionsMethod().getFullMethodName(),
          ListWorkflowExecutionsResponse.newBuilder().addExecutions(run()).build(),
          WorkflowServiceGrpc.getDescribeWorkflowExecutionMethod().getFullMethodName(),
          DescribeWorkflowExecutionResponse.newBuilder().setWorkflowExecutionInfo(run()).build());

  private static final Map<String, MessageLite> WORKER_ON_EVERY_QUEUE =
      Map.of(
          WorkflowServiceGrpc.getDescribeTaskQueueMethod().getFullMethodName(),
          DescribeTaskQueueResponse.newBuilder()
              .addPollers(PollerInfo.newBuilder().setLastAccessTime(now()))
              .build());

  /** Read as any message: all its fields unset. */
  private static final byte[] NOTHING = {};

  private final Server server;
  private final Map<String, MessageLite> answers;

  /** With a worker on every queue. */
  StandInServer() throws IOException {
    this(listening(), WORKER_ON_EVERY_QUEUE);
  }

  /** With a worker on every queue; it speaks TLS. */
  StandInServer(Path certificate, Path key) throws IOException {
    this(
        listening().useTransportSecurity(certificate.toFile(), key.toFile()),
        WORKER_ON_EVERY_QUEUE);
  }

  static StandInServer withoutWorkers() throws IOException {
    return new StandInServer(listening(), Map.of());
  }

  private StandInServer(NettyServerBuilder builder, Map<String, MessageLite> more)
      throws IOException {
    answers = new HashMap<>(HEALTHY);
    answers.putAll(more);
    server = builder.fallbackHandlerRegistry(new Everything()).build().start();
  }

  private static NettyServerBuilder listening() {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Its memo is that of a host, too: whichever list is asked for, this is in it. */
  private static WorkflowExecutionInfo run() {
    HostId host = new HostId("host-1");
    return WorkflowExecutionInfo.newBuilder()
        .setExecution(WorkflowExecution.newBuilder().setWorkflowId("install/another"))
        .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        .setStartTime(now())
        .setSearchAttributes(
            SearchAttributes.newBuilder()
                .putIndexedFields(PROCEDURE.getName(), json("install"))
                .putIndexedFields(NODE.getName(), json("another")))
        .setMemo(
            Memo.newBuilder()
                .putFields(RunMemo.STEP, json("Build"))
                .putFields(
                    RunMemo.WAITS_FOR,
                    json(new HostAway(host, host.value(), Optional.of(Instant.now()))))
                .putFields(HostRecord.MEMO, json(HostRecord.of(facts(host)))))
        .build();
  }

  private static HostFacts facts(HostId host) {
    return new HostFacts(
        host,
        host.value(),
        List.of(HostRole.MINER),
        host.value(),
        new Hardware(1, 1, new ByteSize(1), List.of("a card"), new ByteSize(1), 50),
        List.of("lotus 1"),
        Version.number(),
        PlanFormat.CURRENT,
        Optional.of(Duration.ZERO),
        host.value(),
        Optional.empty());
  }

  private static Payload json(Object value) {
    return Payloads.converter().toPayload(value).orElseThrow();
  }

  private static Timestamp now() {
    return Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()).build();
  }

  private final class Everything extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      byte[] answer = answers.containsKey(name) ? answers.get(name).toByteArray() : NOTHING;
      return ServerMethodDefinition.create(
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(name)
              .build(),
          ServerCalls.asyncUnaryCall(
              (request, reply) -> {
                reply.onNext(answer);
                reply.onCompleted();
              }));
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return NOTHING;
    }
  }
}
