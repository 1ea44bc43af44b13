package io.lotusflow.cli;

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
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Answers as a healthy Temporal server that holds nothing. */
final class EmptyServer implements AutoCloseable {

  private static final Map<String, MessageLite> HEALTHY =
      Map.of(
          HealthGrpc.getCheckMethod().getFullMethodName(),
          HealthCheckResponse.newBuilder()
              .setStatus(HealthCheckResponse.ServingStatus.SERVING)
              .build());

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
  EmptyServer() throws IOException {
    this(WORKER_ON_EVERY_QUEUE);
  }

  static EmptyServer withoutWorkers() throws IOException {
    return new EmptyServer(Map.of());
  }

  private EmptyServer(Map<String, MessageLite> more) throws IOException {
    answers = new HashMap<>(HEALTHY);
    answers.putAll(more);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .fallbackHandlerRegistry(new Everything())
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
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
