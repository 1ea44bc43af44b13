package io.lotusflow.temporal;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the server how it is. */
public final class ServerHealth {

  private static final HealthCheckRequest FRONTEND =
      HealthCheckRequest.newBuilder()
          .setService(WorkflowServiceStubs.HEALTH_CHECK_SERVICE_NAME)
          .build();

  private final WorkflowServiceStubs stubs;
  private Optional<StatusRuntimeException> failure = Optional.empty();

  public ServerHealth(WorkflowServiceStubs stubs) {
    this.stubs = stubs;
  }

  /** Whether it serves; known within a second. */
  public boolean serving() {
    ManagedChannel channel = stubs.getRawChannel();
    // After a failure gRPC waits ever longer before it tries to connect again.
    channel.resetConnectBackoff();
    try {
      boolean serving =
          // Not the bare channel: it would say nothing of the API key.
          HealthGrpc.newBlockingStub(stubs.blockingStub().getChannel())
                  .withDeadlineAfter(1, TimeUnit.SECONDS)
                  .check(FRONTEND)
                  .getStatus()
              == ServingStatus.SERVING;
      failure = Optional.empty();
      return serving;
    } catch (StatusRuntimeException away) {
      failure = Optional.of(away);
      return false;
    }
  }

  /** Whether the line to it is open, which is known without asking it; it may hang all the same. */
  public boolean isConnected() {
    return stubs.getRawChannel().getState(false) == ConnectivityState.READY;
  }

  /** Why nobody answered when it was last asked. */
  public Optional<StatusRuntimeException> failure() {
    return failure;
  }
}
