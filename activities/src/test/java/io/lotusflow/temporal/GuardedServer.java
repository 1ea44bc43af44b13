package io.lotusflow.temporal;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The door of a Temporal cluster: TLS, client certificates or an API key, and one namespace. Behind
 * it is nothing.
 */
public final class GuardedServer implements AutoCloseable {

  public static final String NAMESPACE = "storage.acct1";

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** One address serves all namespaces of a region; whose call it is, this says. */
  private static final Metadata.Key<String> FOR =
      Metadata.Key.of("temporal-namespace", Metadata.ASCII_STRING_MARSHALLER);

  /** As Temporal's own authorizer has it. */
  private static final Set<String> FOR_EVERYBODY =
      Set.of(
          HealthGrpc.getCheckMethod().getFullMethodName(),
          WorkflowServiceGrpc.getGetSystemInfoMethod().getFullMethodName());

  private final Server server;

  private GuardedServer(Server server) {
    this.server = server;
  }

  /** Speaks plainly. */
  public static GuardedServer open() throws IOException {
    return new GuardedServer(builder(Optional.empty(), Set.of()).build().start());
  }

  /** Lets in whoever has a certificate of that authority. */
  public static GuardedServer withCertificates(Certificates certificates) throws IOException {
    SslContextBuilder tls =
        SslContextBuilder.forServer(
                certificates.certificate("server").toFile(), certificates.key("server").toFile())
            .trustManager(certificates.authority().toFile())
            .clientAuth(ClientAuth.REQUIRE);
    return new GuardedServer(
        builder(Optional.empty(), Set.of())
            .sslContext(GrpcSslContexts.configure(tls).build())
            .build()
            .start());
  }

  /** Lets in whoever knows the key. */
  public static GuardedServer withKey(Certificates certificates, String key) throws IOException {
    return withKey(certificates, key, Set.of());
  }

  /**
   * As Temporal Cloud: search attributes are made elsewhere, and nobody may list them.
   *
   * @param attributes that were made
   */
  public static GuardedServer withKey(Certificates certificates, String key, Set<String> attributes)
      throws IOException {
    SslContextBuilder tls =
        SslContextBuilder.forServer(
            certificates.certificate("server").toFile(), certificates.key("server").toFile());
    return new GuardedServer(
        builder(Optional.of(key), attributes)
            .sslContext(GrpcSslContexts.configure(tls).build())
            .build()
            .start());
  }

  private static NettyServerBuilder builder(Optional<String> key, Set<String> attributes) {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(new Health())
        .addService(new Frontend(attributes))
        .addService(new Operator())
        .intercept(new Guard(key));
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private record Guard(Optional<String> key) implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (FOR_EVERYBODY.contains(call.getMethodDescriptor().getFullMethodName())
          || key.isEmpty()
          || (isKnown(headers) && headers.get(FOR) != null)) {
        return next.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED.withDescription("Request unauthorized."), new Metadata());
      return new ServerCall.Listener<>() {};
    }

    private boolean isKnown(Metadata headers) {
      return ("Bearer " + key.orElseThrow()).equals(headers.get(AUTHORIZATION));
    }
  }

  private static final class Health extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      answer.onNext(
          HealthCheckResponse.newBuilder()
              .setStatus(HealthCheckResponse.ServingStatus.SERVING)
              .build());
      answer.onCompleted();
    }
  }

  private static final class Frontend extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    private final Set<String> attributes;

    Frontend(Set<String> attributes) {
      this.attributes = attributes;
    }

    @Override
    public void countWorkflowExecutions(
        CountWorkflowExecutionsRequest request,
        StreamObserver<CountWorkflowExecutionsResponse> answer) {
      String asked = request.getQuery().replaceFirst(" .*", "");
      if (!attributes.contains(asked)) {
        answer.onError(
            Status.INVALID_ARGUMENT
                .withDescription("invalid search attribute: " + asked)
                .asRuntimeException());
        return;
      }
      answer.onNext(CountWorkflowExecutionsResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> answer) {
      if (!request.getNamespace().equals(NAMESPACE)) {
        answer.onError(
            Status.NOT_FOUND
                .withDescription("Namespace %s is not found.".formatted(request.getNamespace()))
                .asRuntimeException());
        return;
      }
      answer.onNext(DescribeNamespaceResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private static final class Operator extends OperatorServiceGrpc.OperatorServiceImplBase {
    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> answer) {
      answer.onError(Status.PERMISSION_DENIED.asRuntimeException());
    }
  }
}
