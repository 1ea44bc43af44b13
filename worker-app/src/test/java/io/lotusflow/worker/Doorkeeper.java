package io.lotusflow.worker;

import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a Temporal server and lets in who knows the key, as Temporal's own authorizer does:
 * health and system info are for everybody. The key can be changed while it stands there.
 */
final class Doorkeeper implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final List<String> FOR_EVERYBODY =
      List.of(
          "grpc.health.v1.Health/Check",
          "temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo");

  private final ManagedChannel server;
  private final Server door;
  private volatile String key;

  Doorkeeper(String address, String key) throws IOException {
    this.key = key;
    this.server = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    this.door =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .fallbackHandlerRegistry(new All())
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + door.getPort();
  }

  void wantsKey(String other) {
    key = other;
  }

  @Override
  public void close() {
    door.shutdownNow();
    server.shutdownNow();
  }

  /** Every method, whatever it is called: bytes in, bytes out. */
  private final class All extends HandlerRegistry {

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(name)
              .build();
      var passOn =
          ServerCalls.<byte[], byte[]>asyncUnaryCall(
              (request, answer) -> {
                try {
                  answer.onNext(
                      ClientCalls.blockingUnaryCall(
                          server,
                          method,
                          CallOptions.DEFAULT.withDeadlineAfter(90, TimeUnit.SECONDS),
                          request));
                  answer.onCompleted();
                } catch (StatusRuntimeException refused) {
                  answer.onError(refused);
                }
              });
      return ServerMethodDefinition.create(
          method, (call, headers) -> guarded(name, call, headers, passOn));
    }

    private ServerCall.Listener<byte[]> guarded(
        String name,
        ServerCall<byte[], byte[]> call,
        Metadata headers,
        io.grpc.ServerCallHandler<byte[], byte[]> passOn) {
      if (FOR_EVERYBODY.contains(name) || ("Bearer " + key).equals(headers.get(AUTHORIZATION))) {
        return passOn.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED.withDescription("Request unauthorized."), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
