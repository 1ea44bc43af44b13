package io.lotusflow.temporal;

import com.uber.m3.tally.Scope;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.host.TcpPort;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An open way to a Temporal cluster. Close it when done. */
public final class Connection implements AutoCloseable {

  /** Who waits for the answers. */
  public enum Kind {
    /** A person: is told within seconds that nobody answers. */
    CLI,
    /** A process that outlives the server's outages. */
    WORKER
  }

  private static final Duration PATIENCE_OF_A_PERSON = Duration.ofSeconds(5);

  /** Held, as a logger that nobody holds forgets that it was silenced. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private static final Duration TO_RESTART = Duration.ofSeconds(2);

  private final Target target;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private Connection(Target target, WorkflowServiceStubs stubs) {
    this(target, stubs, Optional.empty());
  }

  private Connection(Target target, WorkflowServiceStubs stubs, Optional<String> identity) {
    this.target = target;
    this.stubs = stubs;
    WorkflowClientOptions.Builder options =
        WorkflowClientOptions.newBuilder(target.profile().toWorkflowClientOptions())
            .setDataConverter(new EncryptingConverter(new PayloadCipher(target.keys())));
    identity.ifPresent(options::setIdentity);
    this.client = WorkflowClient.newInstance(stubs, options.build());
  }

  /**
   * Connects. For {@link Kind#WORKER} this returns at once, whether or not the server is up.
   *
   * @throws TemporalUnreachable for {@link Kind#CLI}, if no server answers within 5 s
   */
  public static Connection open(Kind kind, Target target) {
    return switch (kind) {
      case WORKER -> ofWorker(target, Optional.empty(), Optional.empty());
      case CLI ->
          new Connection(
              target, connected(target.profile().toWorkflowServiceStubsOptions(), target));
    };
  }

  /**
   * As {@link Kind#WORKER}.
   *
   * @param measures what takes the figures of Temporal's SDK
   * @param identity by which the server knows the worker; process and host name unless given
   */
  public static Connection ofWorker(
      Target target, Optional<Scope> measures, Optional<String> identity) {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder(target.profile().toWorkflowServiceStubsOptions());
    measures.ifPresent(options::setMetricsScope);
    return new Connection(
        target,
        WorkflowServiceStubs.newServiceStubs(options.validateAndBuildWithDefaults()),
        identity);
  }

  private static WorkflowServiceStubs connected(
      WorkflowServiceStubsOptions options, Target target) {
    var unused = CompletableFuture.runAsync(Payloads::converter); // takes as long as what follows
    GRPC.setLevel(Level.OFF); // what it would print with stack traces, TemporalUnreachable says
    RpcRetryOptions retry =
        RpcRetryOptions.newBuilder()
            .setExpiration(PATIENCE_OF_A_PERSON)
            .validateBuildWithDefaults();
    try {
      awaitListener(target);
    } catch (ConnectException e) {
      throw new TemporalUnreachable(target, e);
    }
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder(options)
                .setRpcRetryOptions(retry)
                .validateAndBuildWithDefaults());
    try {
      awaitServing(new ServerHealth(stubs));
      return stubs;
    } catch (RuntimeException e) {
      stubs.shutdownNow();
      throw new TemporalUnreachable(target, e);
    }
  }

  /** What only a person can mend is not waited for. */
  private static void awaitServing(ServerHealth health) {
    long deadline = System.nanoTime() + PATIENCE_OF_A_PERSON.toNanos();
    while (!health.serving()) {
      Optional<StatusRuntimeException> failure = health.failure();
      boolean hopeless =
          failure.map(TemporalUnreachable.Why::of).filter(why -> why.isForAPerson()).isPresent();
      if (hopeless || System.nanoTime() - deadline > 0) {
        throw failure.orElseGet(Status.UNAVAILABLE::asRuntimeException);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** On this host a refusal is sure knowledge, once there was time for the server's restart. */
  private static void awaitListener(Target target) throws ConnectException {
    URI address = URI.create("tcp://" + target.address());
    if (!List.of("127.0.0.1", "localhost").contains(String.valueOf(address.getHost()))) {
      return;
    }
    long deadline = System.nanoTime() + TO_RESTART.toNanos();
    while (!TcpPort.answers(address.getHost(), address.getPort())) {
      if (System.nanoTime() - deadline > 0) {
        throw new ConnectException("connection refused");
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /**
   * Asks for the namespace, which shows whether we are let in.
   *
   * @throws TemporalUnreachable if it is not there, or is not for us
   */
  public void requireNamespace() {
    namespaceId();
  }

  /** What tells this namespace from all others, on whatever server and under whatever address. */
  public String namespaceId() {
    try {
      return stubs()
          .blockingStub()
          .describeNamespace(
              DescribeNamespaceRequest.newBuilder().setNamespace(target.namespace()).build())
          .getNamespaceInfo()
          .getId();
    } catch (StatusRuntimeException refused) {
      throw new TemporalUnreachable(target, refused);
    }
  }

  public WorkflowClient client() {
    return client;
  }

  /** For calls past the client; they too say by their header for which namespace they are. */
  public WorkflowServiceStubs stubs() {
    return client.getWorkflowServiceStubs();
  }

  public Target target() {
    return target;
  }

  @Override
  public void close() {
    stubs.shutdownNow(); // not awaited: nothing of ours depends on the last threads of the channel
  }
}
