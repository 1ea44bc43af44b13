package io.lotusflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.process.ProcessId;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as steps of a workflow, on a Temporal server in memory, with real processes. */
@Timeout(60)
class JobStepsTest {
  private static final String WORKFLOWS = "lotusflow";
  private static final String QUEUE = "host-1";

  @TempDir Path folder;
  private Script script;
  private Jobs jobs;
  private TestWorkflowEnvironment temporal;
  private WorkerFactory host;

  /** One step, with the options that job steps have. */
  @WorkflowInterface
  public interface OneStep {
    @WorkflowMethod
    int run(String text, int attempts);
  }

  /** The step. */
  @ActivityInterface
  public interface Compiling {
    int compile(String text);
  }

  /** No more than that. */
  public static final class OneStepImpl implements OneStep {
    @Override
    public int run(String text, int attempts) {
      return Workflow.newActivityStub(Compiling.class, options(attempts)).compile(text);
    }
  }

  private static ActivityOptions options(int attempts) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(QUEUE)
        .setStartToCloseTimeout(Duration.ofHours(1))
        .setHeartbeatTimeout(Duration.ofSeconds(5))
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(100))
                .setMaximumAttempts(attempts)
                .build())
        .build();
  }

  private final class CompilingImpl implements Compiling {
    private final JobSteps steps = new JobSteps(jobs);

    @Override
    public int compile(String text) {
      JobSpec spec = JobSpec.of(steps.key(text), script.folder(), script.counting(text));
      return steps
          .runVerified(
              spec,
              LineProgress.lastLine(),
              exit -> {
                if (script.has("lie")) {
                  script.touch("lied");
                  throw new IllegalStateException("nothing was built");
                }
              })
          .code();
    }
  }

  @BeforeEach
  void open() throws IOException {
    script = new Script(Files.createDirectory(folder.resolve("work")));
    jobs = new Jobs(folder.resolve("jobs"), new SessionLauncher());
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
    temporal.newWorker(WORKFLOWS).registerWorkflowImplementationTypes(OneStepImpl.class);
    temporal.start();
    host = startHost();
  }

  /**
   * A worker for activities only: on a Temporal server in memory, workflows cannot change theirs.
   */
  private WorkerFactory startHost() {
    WorkerFactory factory = WorkerFactory.newInstance(temporal.getWorkflowClient());
    Worker worker =
        factory.newWorker(
            QUEUE,
            WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .build());
    worker.registerActivitiesImplementations(new CompilingImpl(), new JobActivitiesImpl(jobs));
    factory.start();
    return factory;
  }

  @AfterEach
  void leaveNothingRunning() {
    host.shutdownNow();
    temporal.shutdownNow();
    jobs.list().forEach(job -> jobs.stop(job.key().owner(), job.key().step(), later()));
    temporal.close();
  }

  private static JobAsk later() {
    return new JobAsk("later", Instant.now().plusSeconds(60));
  }

  private WorkflowStub start(String text) {
    return start(text, 0);
  }

  private WorkflowStub start(String text, int attempts) {
    OneStep stub =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                OneStep.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(WORKFLOWS)
                    .setWorkflowId("build/x")
                    .build());
    WorkflowClient.start(stub::run, text, attempts);
    return WorkflowStub.fromTyped(stub);
  }

  @Test
  void returnsTheCode() {
    assertThat(start("true").getResult(Integer.class)).isZero();
    assertThat(jobs.list().get(0).key()).isEqualTo(JobKey.of("build/x", "Compile", "true"));
  }

  @Test
  void aCancelEndsTheTreeBeforeTheWorkflowGoesOn() {
    WorkflowStub run =
        start("echo $$ >a.pid; setsid sh -c 'echo $$ >c.pid; sleep 300; true'; true");
    await().until(() -> script.lives("a.pid") && script.lives("c.pid"));
    run.cancel();
    assertThatThrownBy(() -> run.getResult(Integer.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(script.lives("a.pid")).isFalse();
    assertThat(script.lives("c.pid")).isFalse();
  }

  @Test
  void aWorkerThatLeavesDoesNotEndTheJobAndTheNextOneAttaches() throws Exception {
    WorkflowStub run = start("until [ -e go ]; do sleep 0.05; done; exit 0");
    await().until(() -> script.starts() == 1);
    host.shutdown();
    host.awaitTermination(20, TimeUnit.SECONDS);
    assertThat(host.isTerminated()).isTrue();
    assertThat(ProcessId.of(script.pid("starts"))).isPresent();
    host = startHost();
    script.touch("go");
    assertThat(run.getResult(Integer.class)).isZero();
    assertThat(script.starts()).isEqualTo(1);
  }

  /** The SDK then says "cancelled" although nobody cancelled. */
  @Test
  void aServerOutOfReachDoesNotEndTheJob() {
    TestActivityEnvironment alone = TestActivityEnvironment.newInstance();
    alone.registerActivitiesImplementations(new CompilingImpl());
    alone.setActivityHeartbeatListener(
        JobProgress.class,
        progress -> {
          throw new IllegalStateException("no server");
        });
    ActivityOptions shortOfBreath =
        ActivityOptions.newBuilder(options(1)).setHeartbeatTimeout(Duration.ofSeconds(1)).build();
    Compiling step = alone.newActivityStub(Compiling.class, shortOfBreath);
    assertThatThrownBy(() -> step.compile("until [ -e go ]; do sleep 0.05; done"))
        .isInstanceOf(CanceledFailure.class);
    assertThat(script.starts()).isEqualTo(1);
    assertThat(ProcessId.of(script.pid("starts"))).isPresent();
    alone.close();
  }

  @Test
  void aTerminatedRunLeavesTheJobToTheReaper() {
    WorkflowStub run = start("sleep 300; true");
    await().until(() -> script.starts() == 1);
    run.terminate("by hand");
    await()
        .until(
            () ->
                jobs.look(key("sleep 300; true")).orElseThrow().phase() == JobState.Phase.RUNNING);
    jobs.reap(owner -> false, Duration.ofHours(1));
    assertThat(ProcessId.of(script.pid("starts"))).isEmpty();
  }

  @Test
  void aCommandThatFailsIsRunAgainAndItsFailureNamesTheLog() {
    WorkflowStub run = start("echo broken; exit 3", 2);
    assertThatThrownBy(() -> run.getResult(Integer.class))
        .rootCause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo("JOB_FAILED");
              assertThat(failure.getOriginalMessage()).contains("exit code 3", "/2/log");
            });
    assertThat(script.starts()).isEqualTo(2);
  }

  @Test
  void aSuccessThatIsALieIsRunAgain() {
    script.touch("lie");
    WorkflowStub run = start("[ ! -e lied ] || rm lie; true");
    assertThat(run.getResult(Integer.class)).isZero();
    assertThat(script.starts()).isEqualTo(2);
  }

  @Test
  void showsProgressInItsHeartbeat() {
    WorkflowStub run = start("echo compiling ffi; until [ -e go ]; do sleep 0.05; done");
    await().untilAsserted(() -> assertThat(heartbeat(run)).contains("compiling ffi", "\"pid\":"));
    script.touch("go");
    assertThat(run.getResult(Integer.class)).isZero();
  }

  private String heartbeat(WorkflowStub run) {
    return temporal
        .getWorkflowClient()
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(temporal.getNamespace())
                .setExecution(run.getExecution())
                .build())
        .getPendingActivitiesList() // none, before the first workflow task is through
        .stream()
        .map(pending -> pending.getHeartbeatDetails().toString())
        .collect(Collectors.joining())
        .replace("\\\"", "\"");
  }

  private static JobKey key(String text) {
    return JobKey.of("build/x", "Compile", text);
  }
}
