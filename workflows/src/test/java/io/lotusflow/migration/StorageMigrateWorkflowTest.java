package io.lotusflow.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.migration.MigrationPlan.Old;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.ApiUp;
import io.lotusflow.node.LeaseAnswer;
import io.lotusflow.replay.Recording;
import io.lotusflow.restart.RestartGround;
import io.lotusflow.restart.RestartPlan;
import io.lotusflow.restart.RestartProblem;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.window.WindowLook;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StorageMigrateWorkflowTest {
  private static final List<String> SWITCH =
      List.of(
          "Service.Status",
          "Deals.Pause",
          "Window.Look",
          "Service.Stop",
          "Migration.CopyRest",
          "Migration.SwitchIn",
          "Service.Start",
          "Miner.AwaitApi",
          "Migration.AwaitStorage",
          "Deals.GoOn");

  private final FakeHost host = new FakeHost();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  /** On which every step works at once unless a test says otherwise. */
  private static final class FakeHost implements DynamicActivity {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, Deque<ApplicationFailure>> failures = new ConcurrentHashMap<>();
    final Deque<Boolean> windows = new ArrayDeque<>();
    volatile boolean runs = true;
    volatile boolean switched;
    volatile boolean leftDown;
    final Deque<Boolean> fits = new ArrayDeque<>();
    final List<RestartGround> verified = new CopyOnWriteArrayList<>();

    void fails(String step, Problem problem, Object... arguments) {
      failures.put(step, new ArrayDeque<>(List.of(problem.of(arguments))));
    }

    /** How a failure is made. */
    interface Problem {
      ApplicationFailure of(Object... arguments);
    }

    @Override
    public Object execute(EncodedValues arguments) {
      String type = Activity.getExecutionContext().getInfo().getActivityType();
      calls.add(type);
      ApplicationFailure failure = failures.getOrDefault(type, new ArrayDeque<>()).poll();
      if (failure != null) {
        throw failure;
      }
      Receipt done = Receipt.done("");
      return switch (type) {
        case "Migration.Check" ->
            new MigrationGround(done, 1L << 30, 3, switched, leftDown, List.of("id-2"));
        case "Migration.TestProofs" -> Receipt.done("not tested: deadlines [3]");
        case "Restart.Look" ->
            new RestartGround(
                done,
                Duration.ofMinutes(1),
                "1.36.2",
                "1.36.2",
                "f01000",
                3,
                List.of("id-1", "id-2"));
        case "Restart.Verify" -> {
          verified.add(arguments.get(1, RestartGround.class));
          yield done;
        }
        case "Migration.LookAtRest" -> new RestLook(done, fits.isEmpty() || fits.poll());
        case "Migration.RemoveOld" -> new RemovedFiles(done, 6, 1L << 30, 0);
        case "Miner.AwaitApi" -> new ApiUp(done, "1.36.2");
        case "Lease.Take" -> new LeaseAnswer(done, "");
        case "Service.Start", "Service.Stop", "Service.Status" ->
            new ServiceStatus(done, true, runs, 1, Optional.empty(), 0);
        case "Window.Look" -> {
          boolean open = windows.isEmpty() || windows.poll();
          yield new WindowLook(done, open, Duration.ofMinutes(30), "proves", false);
        }
        default -> done;
      };
    }
  }

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, host);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private void start(Old old, Duration oldFor) {
    start(old, oldFor, Duration.ofMinutes(3), Optional.empty());
  }

  private void start(Duration outage, Optional<RestartPlan> restart) {
    start(Old.DELETED, Duration.ZERO, outage, restart);
  }

  private void start(Old old, Duration oldFor, Duration outage, Optional<RestartPlan> restart) {
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    StorageMigrateWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("storage-migrate/n1")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    MinerPlan miner = Plans.nodeAndMiner().miner().orElseThrow();
    run.start(
        new MigrationPlan(
            miner.scope(),
            miner,
            miner.service(),
            List.of(new PathMove("/disk1", List.of("/disk9"))),
            List.of(),
            2,
            new ByteSize(0),
            old,
            oldFor,
            outage,
            Duration.ofMinutes(5),
            new DealsPlan(miner.scope(), "/bin/false", miner.api(), miner.node(), Optional.empty()),
            restart));
  }

  private MigrationReport ended() {
    return run.getResult(MigrationReport.class);
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  private String parked() {
    await().until(() -> attention().isPresent());
    return attention().orElseThrow().problem();
  }

  private List<String> from(String step) {
    return host.calls.subList(host.calls.indexOf(step), host.calls.size());
  }

  @Test
  void copiesBeforeItStopsAndDeletesLast() {
    start(Old.DELETED, Duration.ZERO);

    assertThat(ended().deletedFiles()).isEqualTo(6);
    assertThat(host.calls.subList(0, 10))
        .containsExactly(
            "Migration.Check",
            "Migration.Copy",
            "Migration.LookAtRest",
            "Migration.LookAtProvable",
            "Lease.Take",
            "Window.Look",
            "Migration.NoteProvable",
            "Migration.Copy",
            "Migration.LookAtRest",
            "Window.Look");
    assertThat(host.calls.subList(10, 20)).isEqualTo(SWITCH);
    assertThat(host.calls.indexOf("Migration.CheckProven")).isGreaterThanOrEqualTo(20);
    assertThat(host.calls).endsWith("Migration.TestProofs", "Migration.RemoveOld");
  }

  @Test
  void asksBeforeItDeletesAndAnAbortKeepsTheFiles() {
    start(Old.ASKED_FOR, Duration.ZERO);
    assertThat(parked()).isEqualTo("MIGRATION_OLD_GOES");
    assertThat(host.calls).doesNotContain("Migration.RemoveOld");

    run.update("abort", Void.class, "keep them");

    assertThat(catchThrowable(this::ended)).isInstanceOf(WorkflowFailedException.class);
    assertThat(host.calls).doesNotContain("Migration.RemoveOld", "Migration.SwitchBack");
  }

  @Test
  void keepsOrDeletesAfterATime() {
    start(Old.KEPT, Duration.ZERO);
    assertThat(ended().receipt().note()).contains("stay");
    assertThat(host.calls).doesNotContain("Migration.RemoveOld");

    host.calls.clear();
    host.switched = true;
    long began = temporal.currentTimeMillis();
    start(Old.DELETED, Duration.ofDays(2));
    assertThat(ended().deletedFiles()).isEqualTo(6);
    assertThat(temporal.currentTimeMillis() - began).isGreaterThan(Duration.ofDays(2).toMillis());
    assertThat(host.calls).as("it was switched before").doesNotContain("Service.Stop");
  }

  @Test
  void aWindowThatClosesMeanwhileStopsNothing() {
    host.windows.addAll(List.of(true, false, true, true));
    start(Old.DELETED, Duration.ZERO);

    ended();
    assertThat(host.calls.stream().filter("Service.Stop"::equals)).hasSize(1);
    assertThat(host.calls.stream().filter("Window.Look"::equals)).hasSize(5);
  }

  /** What is asked of each sector takes longer than many a stretch. */
  @Test
  void sectorsAreAskedForBeforeTheNodeIsHeldEachTimeTheWindowCloses() {
    host.windows.addAll(List.of(true, false, true, false));
    start(Old.DELETED, Duration.ZERO);

    ended();
    assertThat(host.calls.stream().filter("Service.Stop"::equals)).hasSize(1);
    assertThat(
            host.calls.stream().filter(Set.of("Migration.LookAtProvable", "Lease.Take")::contains))
        .containsExactly(
            "Migration.LookAtProvable",
            "Lease.Take",
            "Migration.LookAtProvable",
            "Lease.Take",
            "Migration.LookAtProvable",
            "Lease.Take");
  }

  @Test
  void aStopThatTookTooMuchOfTheStretchIsUndoneBeforeAnythingIsCopied() {
    start(Duration.ZERO, Optional.empty());

    assertThat(parked()).isEqualTo("MIGRATION_UNDONE");
    assertThat(attention().orElseThrow().arguments().toString()).contains("to stop");
    assertThat(from("Service.Stop"))
        .containsExactly("Service.Stop", "Service.Start", "Miner.AwaitApi", "Deals.GoOn");
    run.update("abort", Void.class, "a longer stretch");
    assertThat(catchThrowable(this::ended)).isInstanceOf(WorkflowFailedException.class);
  }

  private static Optional<RestartPlan> restart() {
    InstallPlan install = Plans.nodeAndMiner();
    return Optional.of(
        new RestartPlan(
            install.scope(),
            RestartPlan.What.MINER,
            install.miner().orElseThrow().node(),
            Optional.empty(),
            install.sync(),
            install.miner(),
            List.of(),
            RestartPlan.Jobs.GO,
            Duration.ZERO,
            Duration.ofMinutes(3),
            Optional.empty(),
            Duration.ofMinutes(5),
            Optional.empty()));
  }

  @Test
  void aWorkerThatIsNotBackIsAskedForAndTheNewStorageStays() throws IOException {
    host.fails("Restart.Verify", RestartProblem.RESTART_INCOMPLETE::because, "2 of 3 workers");
    start(Duration.ofMinutes(3), restart());

    assertThat(parked()).isEqualTo("RESTART_INCOMPLETE");
    assertThat(host.calls)
        .containsSubsequence(
            "Restart.Look",
            "Lease.Take",
            "Service.Stop",
            "Migration.AwaitStorage",
            "Migration.CheckProven",
            "Restart.Verify")
        .doesNotContain("Migration.SwitchBack", "Migration.RemoveOld");
    run.update("resume", Void.class);
    assertThat(ended().deletedFiles()).isEqualTo(6);
    Recording.of(
        temporal.getWorkflowClient(),
        "storage-migrate/n1",
        "storage-migrate-0.1.0-worker-not-back.json");
    assertThat(host.verified).extracting(RestartGround::workers).containsExactly(3);
    assertThat(host.verified.get(0).storage()).as("but for what was moved").containsExactly("id-1");
  }

  @Test
  void aMinerThatDidNotRunIsNotLookedForAfterwards() {
    host.runs = false;
    start(Duration.ofMinutes(3), restart());

    ended();
    assertThat(host.calls)
        .contains("Migration.SwitchIn")
        .doesNotContain("Restart.Look", "Restart.Verify");
  }

  @Test
  void theReportSaysWhatWasNotTested() {
    start(Old.KEPT, Duration.ZERO);

    assertThat(ended().receipt().note()).contains("not tested: deadlines [3]");
  }

  @Test
  void aMinerThatDoesNotStopKeepsItsStorage() {
    host.fails(
        "Service.Stop",
        any -> ApplicationFailure.newNonRetryableFailure("still there", "STOP_FAILED"));
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_UNDONE");
    assertThat(from("Service.Stop"))
        .containsExactly("Service.Stop", "Service.Start", "Miner.AwaitApi", "Deals.GoOn");
    run.update("resume", Void.class);
    assertThat(ended().deletedFiles()).isEqualTo(6);
  }

  @Test
  void aDiskThatIsFullAtLastRestoresServiceBeforeAnybodyIsAsked() {
    host.fails("Migration.CopyRest", MigrationProblem.MIGRATION_NO_ROOM::because, "/disk9", 1, 0);
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_UNDONE");
    assertThat(attention().orElseThrow().arguments().toString()).contains("/disk9");
    assertThat(from("Migration.CopyRest"))
        .containsExactly("Migration.CopyRest", "Service.Start", "Miner.AwaitApi", "Deals.GoOn");
  }

  @Test
  void aMinerThatComesBackWithoutAPathGetsItsOldStorageBack() {
    host.fails(
        "Migration.AwaitStorage",
        MigrationProblem.MIGRATION_STORAGE_MISSING::because,
        "[/disk9]",
        90);
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_UNDONE");
    assertThat(from("Migration.AwaitStorage"))
        .containsExactly(
            "Migration.AwaitStorage",
            "Service.Stop",
            "Migration.SwitchBack",
            "Service.Start",
            "Miner.AwaitApi",
            "Deals.GoOn");
    assertThat(host.calls).doesNotContain("Migration.RemoveOld");
    run.update("resume", Void.class);
    assertThat(ended().deletedFiles()).isEqualTo(6);
  }

  @Test
  void aMinerThatDoesNotComeBackGetsItsOldStorageBack() {
    host.fails(
        "Miner.AwaitApi",
        any -> ApplicationFailure.newNonRetryableFailure("no answer", "API_NOT_UP"));
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_UNDONE");
    assertThat(from("Miner.AwaitApi"))
        .startsWith("Miner.AwaitApi", "Service.Stop", "Migration.SwitchBack", "Service.Start");
  }

  @Test
  void aTestProofThatLeavesSectorsOutDeletesNothing() {
    host.fails("Migration.TestProofs", MigrationProblem.MIGRATION_PROOF_SKIPS::because, 3, "[1]");
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_PROOF_SKIPS");
    assertThat(host.calls).doesNotContain("Migration.RemoveOld");
  }

  @Test
  void aPauseOfDealsThatTookTheWindowStopsNothing() {
    host.windows.addAll(List.of(true, true, false));
    start(Old.DELETED, Duration.ZERO);

    ended();
    assertThat(host.calls)
        .containsSubsequence("Deals.Pause", "Window.Look", "Deals.GoOn", "Deals.Pause");
    assertThat(host.calls.stream().filter("Service.Stop"::equals)).hasSize(1);
    assertThat(host.calls.indexOf("Service.Stop")).isGreaterThan(host.calls.indexOf("Deals.GoOn"));
  }

  @Test
  void whileTooMuchIsLeftNothingIsStopped() {
    host.fits.add(false);
    host.fits.add(false);
    start(Old.DELETED, Duration.ZERO);
    assertThat(parked()).isEqualTo("MIGRATION_REST_TOO_LONG");
    assertThat(host.calls).doesNotContain("Lease.Take", "Service.Stop");

    assertThat(ended().deletedFiles()).isEqualTo(6);
    assertThat(host.calls.stream().filter("Migration.Copy"::equals)).hasSize(4);
  }

  @Test
  void whereTooMuchIsLeftInsideTheWindowTheNodeIsGivenBack() {
    host.fits.add(true);
    host.fits.add(false);
    start(Old.DELETED, Duration.ZERO);
    assertThat(parked()).isEqualTo("MIGRATION_REST_TOO_LONG");
    assertThat(host.calls).contains("Lease.Take").doesNotContain("Service.Stop");

    assertThat(ended().deletedFiles()).isEqualTo(6);
  }

  @Test
  void whatWasSwitchedByAnEarlierRunIsNotSwitchedBackUnasked() {
    host.switched = true;
    host.fails("Migration.CheckProven", MigrationProblem.MIGRATION_SECTORS_BAD::because, "[2]", "");
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_SECTORS_BAD");
    assertThat(host.calls).doesNotContain("Service.Stop", "Migration.RemoveOld");
  }

  @Test
  void sectorsThatCannotBeProvenGoBackInAWindowOfTheirOwn() {
    host.fails("Migration.CheckProven", MigrationProblem.MIGRATION_SECTORS_BAD::because, "[2]", "");
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_UNDONE");
    assertThat(from("Migration.CheckProven"))
        .containsExactly(
            "Migration.CheckProven",
            "Lease.Take",
            "Window.Look",
            "Service.Status",
            "Deals.Pause",
            "Window.Look",
            "Service.Stop",
            "Migration.SwitchBack",
            "Service.Start",
            "Miner.AwaitApi",
            "Deals.GoOn");
    run.update("resume", Void.class);
    assertThat(ended().deletedFiles()).isEqualTo(6);
  }

  @Test
  void aWayBackThatFailsLeavesNoMinerStopped() {
    host.fails("Migration.SwitchIn", MigrationProblem.MIGRATION_NO_ROOM::because, "/disk9", 1, 0);
    host.fails("Migration.SwitchBack", MigrationProblem.MIGRATION_NO_ROOM::because, "/disk1", 1, 0);
    start(Old.DELETED, Duration.ZERO);

    assertThat(parked()).isEqualTo("MIGRATION_NOT_UNDONE");
    assertThat(attention().orElseThrow().arguments().toString()).contains("/disk1");
    assertThat(from("Migration.SwitchBack"))
        .containsExactly("Migration.SwitchBack", "Service.Start", "Miner.AwaitApi", "Deals.GoOn");
    run.update("resume", Void.class);
    assertThat(ended().deletedFiles()).isEqualTo(6);
  }

  @Test
  void aMinerThatAnEarlierRunHasStoppedIsStarted() {
    host.runs = false;
    host.leftDown = true;
    start(Old.DELETED, Duration.ZERO);
    ended();
    assertThat(host.calls).containsSubsequence("Migration.SwitchIn", "Service.Start", "Deals.GoOn");

    host.calls.clear();
    host.switched = true;
    start(Old.DELETED, Duration.ZERO);
    ended();
    assertThat(host.calls)
        .containsSubsequence("Service.Start", "Migration.AwaitStorage", "Migration.RemoveOld");
  }

  @Test
  void aMinerThatDoesNotRunStaysStopped() {
    host.runs = false;
    start(Old.DELETED, Duration.ZERO);

    ended();
    assertThat(host.calls).contains("Migration.SwitchIn").doesNotContain("Service.Start");
  }
}
