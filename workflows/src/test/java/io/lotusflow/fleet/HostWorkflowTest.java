package io.lotusflow.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.run.TaskQueues;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostWorkflowTest {

  private static final Instant NIGHT = Instant.parse("2026-03-01T02:10:00Z");

  private TestWorkflowEnvironment temporal;
  private WorkflowStub host;

  private static HostFacts facts(String lotusflow, Optional<Duration> ahead) {
    return new HostFacts(
        Plans.HOST,
        "seal-1",
        List.of(HostRole.SEAL_WORKER),
        "sealer-1",
        new Hardware(
            32, 64, new ByteSize(1L << 39), List.of("RTX 3080"), new ByteSize(1L << 42), 40),
        List.of("lotus-worker v1.34.1"),
        lotusflow,
        PlanFormat.CURRENT,
        ahead,
        "4f2c1a00",
        Optional.empty());
  }

  @BeforeEach
  void start() {
    temporal = ProcedureEnvironment.of(Plans.HOST, new FakePing());
    host =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                HostWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(HostWorkflow.id(Plans.HOST))
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    HostFacts first = facts("0.1.0", Optional.empty());
    host.signalWithStart("told", new Object[] {first}, new Object[] {HostRecord.of(first)});
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  private HostRecord known() {
    return (HostRecord) host.describe().getMemo(HostRecord.MEMO, HostRecord.class);
  }

  @Test
  void itsMemoHasTheLastThatTheHostTold() {
    await().until(() -> known() != null);
    host.signal("told", facts("0.2.0", Optional.of(Duration.ofSeconds(3))));

    await().until(() -> known().facts().lotusflow().equals("0.2.0"));
    assertThat(known().facts()).isEqualTo(facts("0.2.0", Optional.of(Duration.ofSeconds(3))));
    assertThat(known().awaySince()).isEmpty();
  }

  @Test
  void isStillDescribedWhileItIsAwayAndThereAgainWithItsNextWord() {
    host.signal("seenAway", Optional.of(NIGHT));
    await().until(() -> known() != null && known().awaySince().isPresent());
    assertThat(known().awaySince()).contains(NIGHT);
    assertThat(known().facts().hardware().gpus()).containsExactly("RTX 3080");

    host.signal("told", facts("0.1.0", Optional.empty()));
    await().until(() -> known().awaySince().isEmpty());
  }

  /** A schedule may still have work for it. */
  @Test
  void isKeptAsRemovedUntilItTellsOfItself() {
    host.signal("removed");
    await().until(() -> known() != null && known().removed());
    assertThat(host.describe().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);

    host.signal("told", facts("0.1.0", Optional.empty()));
    await().until(() -> !known().removed());
  }

  @Test
  void aClockIsOffFromTenMinutesOn() {
    assertThat(facts("0.1.0", Optional.of(Duration.ofMinutes(10))).clockIsOff()).isFalse();
    assertThat(facts("0.1.0", Optional.of(Duration.ofSeconds(601))).clockIsOff()).isTrue();
    assertThat(facts("0.1.0", Optional.of(Duration.ofSeconds(-601))).clockIsOff()).isTrue();
    assertThat(facts("0.1.0", Optional.empty()).clockIsOff()).isFalse();
  }

  /** An environment wants some activity. */
  public static final class FakePing implements Ping {
    @Override
    public void ping() {}
  }

  /** Asked by nobody. */
  @io.temporal.activity.ActivityInterface
  public interface Ping {
    void ping();
  }
}
