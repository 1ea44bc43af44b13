package io.lotusflow.worker;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;

/** Asks the server how it is. */
final class ServerHealth {

  private static final HealthCheckRequest FRONTEND =
      HealthCheckRequest.newBuilder()
          .setService(WorkflowServiceStubs.HEALTH_CHECK_SERVICE_NAME)
          .build();

  private final WorkflowServiceStubs stubs;

  ServerHealth(WorkflowServiceStubs stubs) {
    this.stubs = stubs;
  }

  /** Whether it serves; known within a second. */
  boolean serving() {
    ManagedChannel channel = stubs.getRawChannel();
    // After a failure gRPC waits ever longer before it tries to connect again.
    channel.resetConnectBackoff();
    try {
      return HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(1, TimeUnit.SECONDS)
              .check(FRONTEND)
              .getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException away) {
      return false;
    }
  }
}
