package io.lotusflow.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.host.HostPlan;
import io.lotusflow.host.HostPrepareWorkflowImpl;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.run.Attention;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Problem;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.Connection;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("dev-server")
class RunFollowerTest {

  private static final HostId HOST = new HostId("host-1");
  private static final Scope SCOPE = new Scope(new NodeId("node-1"), HOST, Language.ENGLISH, false);
  private static final String ID = "tree/node-1";

  /** Not the queue of the server's own worker, which does not know the tree. */
  private static final String QUEUE = "watched";

  private static final String SWAP = "Host.MakeSwap";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static DevServer server;

  private final FakeHost host = new FakeHost();
  private Connection connection;
  private WorkerFactory workers;
  private Histories histories;

  @BeforeAll
  static void startServer() throws Exception {
    server = DevServer.start(folder);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop();
  }

  @BeforeEach
  void startWorkers() {
    connection = server.connect();
    workers =
        WorkerFactory.newInstance(
            connection.client(),
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(Catalogue.interceptor())
                .build());
    workers
        .newWorker(QUEUE)
        .registerWorkflowImplementationTypes(Tree.TreeImpl.class, HostPrepareWorkflowImpl.class);
    workers.newWorker(HOST.taskQueue()).registerActivitiesImplementations(host);
    workers.start();
    histories = new Histories(connection.client());
  }

  @AfterEach
  void stopWorkers() {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
    connection.close();
  }

  @Test
  void tellsTheStepsOfTheWholeTreeWithTheirReceipts() throws Exception {
    RunView run = until(begin(), view -> !view.open());

    assertThat(run.status()).isEqualTo(RunView.Status.COMPLETED);
    assertThat(run.steps()).extracting(Step::type).containsExactly("Host.InstallPackages", SWAP);
    assertThat(run.steps()).extracting(Step::procedure).containsOnly("host");
    assertThat(run.steps())
        .extracting(Step::state)
        .containsExactly(StepState.ALREADY_SO, StepState.DONE);
    assertThat(step(run, SWAP).receipt().map(Receipt::commands).orElse(List.of()))
        .contains("swapon /swapfile");
  }

  @Test
  void showsHowFarAJobHasComeWhileItRuns() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    host.swapWaits(goOn);
    WorkflowExecution run = begin();
    try {
      RunView running = until(run, view -> find(view, SWAP).flatMap(Step::progress).isPresent());
      assertThat(step(running, SWAP).state()).isEqualTo(StepState.RUNNING);
      assertThat(step(running, SWAP).progress().orElseThrow().done()).isEqualTo(30);
    } finally {
      goOn.countDown();
    }
    assertThat(step(until(run, view -> !view.open()), SWAP).progress()).isEmpty();
  }

  @Test
  void aStepThatWillBeTriedAgainSaysWhatWentWrong() throws Exception {
    host.swapFails(ApplicationFailure.newFailure("disk is slow", "SLOW"));
    host.swapFails(ApplicationFailure.newFailure("disk is slow", "SLOW"));

    RunView run =
        until(begin(), v -> find(v, SWAP).filter(s -> s.state() == StepState.RETRYING).isPresent());
    assertThat(step(run, SWAP).trouble().orElseThrow().message()).contains("disk is slow");
    assertThat(step(until(execution(), view -> !view.open()), SWAP).attempts()).isEqualTo(3);
  }

  @Test
  void aParkedStepWaitsForAPersonAndIsOneStepWithItsSecondTry() throws Exception {
    host.swapFails(full());
    RunView parked = until(begin(), RunView::waitsForPerson);

    Attention attention = parked.attention().orElseThrow();
    assertThat(attention.workflowId()).isEqualTo(ID + "/host");
    assertThat(attention.step()).isEqualTo(SWAP);
    assertThat(attention.logTail()).isEqualTo("fallocate: no space left");
    assertThat(step(parked, SWAP).state()).isEqualTo(StepState.PARKED);
    assertThat(step(parked, SWAP).ended()).isEmpty();
    assertThat(histories.memory(ID).orElseThrow().attention()).contains(attention);

    say(attention, "resume");
    RunView ended = until(execution(), view -> !view.open());
    assertThat(ended.attention()).isEmpty();
    assertThat(ended.steps()).hasSize(2);
    assertThat(step(ended, SWAP).state()).isEqualTo(StepState.DONE);
    assertThat(step(ended, SWAP).attempts()).isEqualTo(2);
  }

  @Test
  void aSkippedStepIsNoFailure() throws Exception {
    host.swapFails(full());
    RunView parked = until(begin(), RunView::waitsForPerson);
    say(parked.attention().orElseThrow(), "skip", SWAP);

    RunView ended = until(execution(), view -> !view.open());
    assertThat(ended.status()).isEqualTo(RunView.Status.COMPLETED);
    assertThat(step(ended, SWAP).state()).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void anAbortedRunFailsWithItsReason() throws Exception {
    host.swapFails(full());
    RunView parked = until(begin(), RunView::waitsForPerson);
    say(parked.attention().orElseThrow(), "abort", "wrong disk");

    RunView ended = until(execution(), view -> !view.open());
    assertThat(ended.status()).isEqualTo(RunView.Status.FAILED);
    assertThat(ended.trouble().orElseThrow().type()).isEqualTo("ABORTED");
    assertThat(ended.trouble().orElseThrow().message()).contains("wrong disk");
  }

  @Test
  void aCancelledRunShowsWhatWasCutOffAndWhatWasUndone() throws Exception {
    host.swapWaits(new CountDownLatch(1));
    WorkflowExecution run = begin();
    until(run, view -> find(view, SWAP).flatMap(Step::progress).isPresent());
    connection.client().newUntypedWorkflowStub(ID).cancel();

    RunView ended = until(run, view -> !view.open());
    assertThat(ended.status()).isEqualTo(RunView.Status.CANCELLED);
    assertThat(step(ended, SWAP).state()).isEqualTo(StepState.CANCELLED);
    assertThat(ended.steps()).extracting(Step::type).contains("StopJobs");
  }

  @Test
  void readingAtOnceGivesWhatFollowingGave() throws Exception {
    RunView followed = until(begin(), view -> !view.open());
    assertThat(histories.read(execution())).isEqualTo(followed);
  }

  private WorkflowExecution begin() {
    HostPlan plan =
        new HostPlan(
            SCOPE,
            List.of("git"),
            Optional.of(ByteSize.parse("256GiB")),
            "/swapfile",
            1024,
            new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), ""));
    WorkflowOptions options =
        WorkflowOptions.newBuilder().setWorkflowId(ID).setTaskQueue(QUEUE).build();
    Tree tree = connection.client().newWorkflowStub(Tree.class, options);
    return WorkflowStub.fromTyped(tree).start(plan);
  }

  private WorkflowExecution execution() {
    return histories.find(ID).orElseThrow().getExecution();
  }

  /** Follows until the run is as wanted. */
  private RunView until(WorkflowExecution run, Predicate<RunView> wanted) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    try (RunFollower follower = new RunFollower(histories, run)) {
      RunView view = follower.next(Duration.ofMillis(50));
      while (!wanted.test(view)) {
        assertThat(Instant.now()).as("still %s", view).isBefore(deadline);
        view = follower.next(Duration.ofMillis(50));
      }
      return view;
    }
  }

  private void say(Attention attention, String update, Object... arguments) {
    connection
        .client()
        .newUntypedWorkflowStub(attention.workflowId())
        .update(update, Void.class, arguments);
  }

  private static ApplicationFailure full() {
    return ApplicationFailure.newBuilder()
        .setType("DISK_FULL")
        .setMessage("no room on /")
        .setNonRetryable(true)
        .setDetails(
            new Problem.Details(Problem.Cure.OPERATOR, List.of("/"), "fallocate: no space left"))
        .build();
  }

  private static Optional<Step> find(RunView run, String type) {
    return run.steps().stream().filter(step -> step.type().equals(type)).findFirst();
  }

  private static Step step(RunView run, String type) {
    return find(run, type).orElseThrow();
  }
}
