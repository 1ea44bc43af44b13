package io.lotusflow.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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

  private final Target target;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private Connection(Target target, WorkflowServiceStubs stubs) {
    this.target = target;
    this.stubs = stubs;
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder(target.profile().toWorkflowClientOptions())
                .setDataConverter(Payloads.converter())
                .build());
  }

  /**
   * Connects. For {@link Kind#WORKER} this returns at once, whether or not the server is up.
   *
   * @throws TemporalUnreachable for {@link Kind#CLI}, if no server answers within 5 s
   */
  public static Connection open(Kind kind, Target target) {
    WorkflowServiceStubsOptions options = target.profile().toWorkflowServiceStubsOptions();
    return new Connection(
        target,
        switch (kind) {
          case WORKER -> WorkflowServiceStubs.newServiceStubs(options);
          case CLI -> connected(options, target);
        });
  }

  private static WorkflowServiceStubs connected(
      WorkflowServiceStubsOptions options, Target target) {
    RpcRetryOptions retry =
        RpcRetryOptions.newBuilder()
            .setExpiration(PATIENCE_OF_A_PERSON)
            .validateBuildWithDefaults();
    try {
      return WorkflowServiceStubs.newConnectedServiceStubs(
          WorkflowServiceStubsOptions.newBuilder(options)
              .setRpcRetryOptions(retry)
              .validateAndBuildWithDefaults(),
          PATIENCE_OF_A_PERSON);
    } catch (RuntimeException e) {
      throw new TemporalUnreachable(target, e);
    }
  }

  public WorkflowClient client() {
    return client;
  }

  public WorkflowServiceStubs stubs() {
    return stubs;
  }

  public Target target() {
    return target;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    try {
      stubs.awaitTermination(1, TimeUnit.SECONDS);
    } catch (RuntimeException stillClosing) {
      // Nothing of ours depends on the last threads of the channel.
      return;
    }
  }
}
