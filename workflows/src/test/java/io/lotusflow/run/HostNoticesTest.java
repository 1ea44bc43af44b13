package io.lotusflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.host.HostActivities;
import io.lotusflow.host.HostPlan;
import io.lotusflow.install.Plans;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step on a host that has no worker. */
@Timeout(60)
class HostNoticesTest {

  private static final Instant NIGHT = Instant.parse("2026-03-01T02:10:00Z");
  private static final HostId OTHER = new HostId("host-2");

  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  @BeforeEach
  void start() {
    temporal = ProcedureEnvironment.of(OTHER, nobody(HostActivities.class));
    HostPlan plan = Plans.nodeAndMiner().host();
    run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "HostPrepare",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("host/n1")
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    run.start(plan);
    await().until(() -> count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) == 1);
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  /** Of the other host, which is never asked. */
  private static <T> T nobody(Class<T> activities) {
    return activities.cast(
        Proxy.newProxyInstance(
            activities.getClassLoader(),
            new Class<?>[] {activities},
            (proxy, method, arguments) -> {
              throw new AssertionError(method + " was asked of the wrong host");
            }));
  }

  private long count(EventType type) {
    return temporal.getWorkflowClient().fetchHistory("host/n1").getEvents().stream()
        .filter(event -> event.getEventType() == type)
        .count();
  }

  private Optional<HostAway> awaited() {
    return Optional.ofNullable(
        (HostAway) run.describe().getMemo(RunMemo.WAITS_FOR, HostAway.class));
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  private void away(HostId host, Optional<Instant> since) {
    run.signal("hostAway", new HostAway(host, "seal-1", since));
  }

  @Test
  void saysForWhichHostItWaitsUntilTheHostIsBack() {
    away(OTHER, Optional.of(NIGHT));
    away(Plans.HOST, Optional.of(NIGHT));
    await().until(() -> awaited().isPresent());
    assertThat(awaited()).contains(new HostAway(Plans.HOST, "seal-1", Optional.of(NIGHT)));

    away(Plans.HOST, Optional.empty());
    await().until(() -> awaited().isEmpty());
    assertThat(count(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)).isZero();
    assertThat(attention()).isEmpty();
  }

  @Test
  void aRunWithoutAStepThereTakesNoNotice() {
    away(OTHER, Optional.of(NIGHT));
    run.signal("hostRemoved", new HostNotices.Removed(OTHER, "host-2"));
    away(Plans.HOST, Optional.of(NIGHT));
    await().until(() -> awaited().isPresent());

    assertThat(awaited()).map(HostAway::host).contains(Plans.HOST);
    assertThat(attention()).isEmpty();
  }

  @Test
  void parksWhenTheHostIsRemovedAndGoesOnWhenToldTo() {
    away(Plans.HOST, Optional.of(NIGHT));
    run.signal("hostRemoved", new HostNotices.Removed(Plans.HOST, "seal-1"));

    await().until(() -> attention().isPresent());
    assertThat(attention()).map(Attention::problem).contains("HOST_REMOVED");
    assertThat(attention().orElseThrow().arguments()).containsExactly("seal-1");
    assertThat(attention().orElseThrow().step()).isEqualTo("Host.InstallPackages");
    assertThat(awaited()).isEmpty();

    run.update("resume", Void.class);
    await().until(() -> count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) == 2);
    assertThat(attention()).isEmpty();
  }

  @Test
  void canBeAbortedWhenTheHostIsGoneForGood() {
    run.signal("hostRemoved", new HostNotices.Removed(Plans.HOST, "seal-1"));
    await().until(() -> attention().isPresent());

    run.update("abort", Void.class, "the machine is sold");
    Throwable ended = catchThrowable(() -> run.getResult(Receipt.class));
    assertThat(ended.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(Aborted.TYPE));
  }
}
