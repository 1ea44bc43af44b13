package io.lotusflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are lost, and a step that fails by itself, on a Temporal server in memory. */
@Timeout(60)
class PatienceTest {

  private static final String WORKFLOWS = "lotusflow";
  private static final String QUEUE = "host-1";
  private static final int FAILURES = 3;

  /** What becomes of an attempt. */
  private enum Fate {
    /** Its worker is never heard of again. */
    LOST,
    FAILS,
    DONE
  }

  @TempDir Path folder;
  private final AtomicInteger attempts = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private List<Fate> fates;
  private TestWorkflowEnvironment temporal;
  private WorkerFactory host;

  /** One step. */
  @WorkflowInterface
  public interface OneStep {
    @WorkflowMethod
    void run();
  }

  /** The step. */
  @ActivityInterface
  public interface Trying {
    void attempt();
  }

  /** No more than that. */
  public static final class OneStepImpl implements OneStep {
    @Override
    public void run() {
      Workflow.newActivityStub(Trying.class, OPTIONS).attempt();
    }
  }

  private static final ActivityOptions OPTIONS =
      ActivityOptions.newBuilder()
          .setTaskQueue(QUEUE)
          .setStartToCloseTimeout(Duration.ofHours(1))
          .setHeartbeatTimeout(Duration.ofMillis(200))
          .setRetryOptions(
              RetryOptions.newBuilder().setInitialInterval(Duration.ofMillis(10)).build())
          .build();

  private final class TryingImpl implements Trying {
    @Override
    public void attempt() {
      switch (fates.get(attempts.getAndIncrement())) {
        case LOST -> hang();
        case FAILS -> throw new IllegalStateException("by itself");
        case DONE -> {}
      }
    }

    /** To its end: a worker that is lost does not come back to say that its step is done. */
    private void hang() {
      while (over.getCount() > 0) {
        try {
          over.await();
        } catch (InterruptedException workerIsShutDown) {
          // Nobody hears of it.
        }
      }
    }
  }

  @BeforeEach
  void open() {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
    temporal.newWorker(WORKFLOWS).registerWorkflowImplementationTypes(OneStepImpl.class);
    temporal.start();
    host = worker();
  }

  private WorkerFactory worker() {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            temporal.getWorkflowClient(),
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new Patience(FAILURES, folder, List.of()))
                .build());
    Worker worker = factory.newWorker(QUEUE);
    worker.registerActivitiesImplementations(new TryingImpl());
    factory.start();
    return factory;
  }

  @AfterEach
  void close() {
    over.countDown();
    host.shutdownNow();
    temporal.close();
  }

  @Test
  void countsWhatTheStepDidAndNotTheWorkersItLost() {
    fates = List.of(Fate.LOST, Fate.LOST, Fate.LOST, Fate.FAILS, Fate.LOST, Fate.FAILS, Fate.DONE);
    start().getResult(Void.class);
    assertThat(attempts).hasValue(fates.size());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void givesUpAtTheLastFailureThatIsForgiven() {
    fates = List.of(Fate.FAILS, Fate.LOST, Fate.FAILS, Fate.LOST, Fate.FAILS);
    Throwable thrown = catchThrowable(() -> start().getResult(Void.class));
    assertThat(thrown)
        .rootCause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.isNonRetryable()).isTrue();
              assertThat(failure.getOriginalMessage()).contains("by itself");
            });
    assertThat(attempts).hasValue(fates.size());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void goesOnCountingInTheNextWorker() {
    fates = List.of(Fate.FAILS, Fate.FAILS, Fate.LOST, Fate.FAILS);
    WorkflowStub run = start();
    await().until(() -> attempts.get() == 3);
    host.shutdownNow();
    host = worker();
    assertThat(catchThrowable(() -> run.getResult(Void.class))).isNotNull();
    assertThat(attempts).hasValue(fates.size());
  }

  private WorkflowStub start() {
    OneStep stub =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                OneStep.class, WorkflowOptions.newBuilder().setTaskQueue(WORKFLOWS).build());
    WorkflowClient.start(stub::run);
    return WorkflowStub.fromTyped(stub);
  }
}
