package io.lotusflow.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.Plans;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.replay.Recording;
import io.lotusflow.run.Attention;
import io.lotusflow.run.HostId;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestartWorkflowTest {

  private final FakeMachine machine = new FakeMachine();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, machine);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private RestartPlan ofADistantMiner(HostId minersHost) {
    InstallPlan install = Plans.nodeAndMiner();
    return new RestartPlan(
        install.scope(),
        RestartPlan.What.NODE,
        install.sync().node(),
        install.daemon(),
        install.sync(),
        Optional.empty(),
        List.of(),
        RestartPlan.Jobs.WAIT,
        Duration.ofMinutes(30),
        Duration.ofMinutes(3),
        Optional.empty(),
        Duration.ofMinutes(5),
        Optional.of(Plans.on(minersHost, deals(install), DealsPlan.class)),
        install.miner().map(any -> Plans.on(minersHost, any, MinerPlan.class)));
  }

  @Test
  void aMinerOnAnotherHostIsStoppedThereBeforeTheDaemonAndStartedAfterIt() throws IOException {
    HostId second = new HostId("miner-1");
    FakeMachine other = new FakeMachine(machine.calls);
    machine.runs.remove("lotus-miner");
    other.runs.remove("lotus-daemon");
    other.jobs(1);
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    start(ofADistantMiner(second));
    result();
    there.shutdownNow();
    Recording.of(
        temporal.getWorkflowClient(),
        "restart/n1",
        "restart-0.1.0-node-deals-of-a-miner-elsewhere.json");

    assertThat(machine.calls)
        .containsSubsequence(
            "Restart.LookAtJobs",
            "Restart.LookAtJobs",
            "Window.Look",
            "Window.Look",
            "Restart.Look",
            "Deals.Pause",
            "Deals.LookInFlight",
            "Service.Stop lotus-miner",
            "Service.Stop lotus-daemon",
            "Service.Start lotus-daemon",
            "Sync.AwaitSynced",
            "Service.Start lotus-miner",
            "Miner.AwaitApi",
            "Deals.GoOn",
            "Restart.Verify");
    assertThat(other.runs).isEqualTo(Map.of("lotus-miner", true));
    assertThat(machine.runs).isEqualTo(Map.of("lotus-daemon", true));
  }

  @Test
  void aMinerIsStartedAgainWhenTheDaemonsHostGoesAwayBeforeTheDaemonIsStopped() {
    HostId chain = new HostId("chain-1");
    HostId second = new HostId("miner-1");
    FakeMachine miner = new FakeMachine(machine.calls);
    WorkerFactory daemons = ProcedureEnvironment.join(temporal, chain, machine);
    WorkerFactory miners = ProcedureEnvironment.join(temporal, second, miner);
    miner.afterwards.put("Service.Stop lotus-miner", () -> ProcedureEnvironment.leave(chain));
    RestartPlan plan = Plans.on(chain, ofADistantMiner(second), RestartPlan.class);
    start(Plans.hasty(plan, RestartPlan.class));
    await().until(() -> Boolean.FALSE.equals(miner.runs.get("lotus-miner")));
    await().atMost(Duration.ofSeconds(30)).until(() -> miner.runs.get("lotus-miner"));
    assertThat(machine.calls).doesNotContain("Service.Stop lotus-daemon");

    WorkerFactory back = ProcedureEnvironment.comeBack(temporal, chain, machine);
    awaitParkedOn("RESTART_UNDONE");
    assertThat(attention().orElseThrow().arguments().get(0)).contains("chain-1");
    run.update("resume", Void.class);
    result();
    back.shutdownNow();
    daemons.shutdownNow();
    miners.shutdownNow();
  }

  @Test
  void aWindowThatADistantMinersHostLetPassIsAwaitedAgain() {
    HostId second = new HostId("miner-1");
    FakeMachine other = new FakeMachine(machine.calls);
    other.windows(true, true, true, false);
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    start(ofADistantMiner(second));
    result();
    there.shutdownNow();

    List<String> calls = machine.calls;
    assertThat(calls.stream().filter("Service.Stop lotus-miner"::equals)).hasSize(1);
    assertThat(calls.subList(0, calls.indexOf("Service.Stop lotus-miner")).stream())
        .filteredOn("Lease.Take"::equals)
        .hasSize(2);
  }

  private void start(RestartPlan.What what) {
    InstallPlan install = Plans.nodeAndMiner();
    RestartPlan plan =
        new RestartPlan(
            install.scope(),
            what,
            install.sync().node(),
            install.daemon(),
            install.sync(),
            install.miner(),
            List.of(),
            RestartPlan.Jobs.WAIT,
            Duration.ofMinutes(30),
            Duration.ofMinutes(3),
            Optional.empty(),
            Duration.ofMinutes(5),
            Optional.of(deals(install)));
    start(plan);
  }

  private void start(RestartPlan plan) {
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    RestartWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("restart/n1")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    run.start(plan);
  }

  private static DealsPlan deals(InstallPlan install) {
    return new DealsPlan(
        install.scope(),
        "/bin/false",
        install.miner().orElseThrow().api(),
        install.sync().node(),
        Optional.of(Duration.ofMinutes(10)));
  }

  private RestartReport result() {
    return run.getResult(RestartReport.class);
  }

  private void awaitParkedOn(String problem) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> attention().filter(at -> at.problem().equals(problem)).isPresent());
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  @Test
  void aMinerIsStoppedAndStartedInTheWindowAndThenLookedAt() {
    start(RestartPlan.What.MINER);

    assertThat(result().downtime().silent()).isEqualTo(Duration.ofMillis(1500));
    assertThat(machine.calls)
        .containsExactly(
            "Restart.Look",
            "Restart.LookAtJobs",
            "Lease.Take",
            "Window.Look",
            "Restart.LookAtJobs",
            "Window.Look",
            "Deals.Pause",
            "Deals.LookInFlight",
            "Window.Look",
            "Service.Stop lotus-miner",
            "Service.Start lotus-miner",
            "Miner.AwaitApi",
            "Deals.GoOn",
            "Restart.Verify",
            "Restart.Note");
  }

  @Test
  void aMinerThatDoesNotAnswerIsRestartedWithoutAskingItForDeals() {
    machine.minerVersion = "";
    start(RestartPlan.What.MINER);
    result();

    assertThat(machine.calls)
        .contains("Service.Start lotus-miner")
        .doesNotContain("Deals.Pause", "Deals.GoOn");
  }

  @Test
  void aNodeIsRestartedBetweenItsMinersStopAndStart() {
    start(RestartPlan.What.NODE);
    result();

    assertThat(machine.calls)
        .containsSubsequence(
            "Service.Stop lotus-miner",
            "Service.Stop lotus-daemon",
            "Service.Start lotus-daemon",
            "Node.AwaitApi",
            "Sync.AwaitSynced",
            "Service.Start lotus-miner",
            "Miner.AwaitApi",
            "Restart.Verify");
  }

  @Test
  void aMinerThatDidNotRunIsNotStartedWithItsNode() {
    machine.runs.put("lotus-miner", false);
    start(RestartPlan.What.NODE);
    result();

    assertThat(machine.calls).doesNotContain("Service.Start lotus-miner");
  }

  @Test
  void waitsForAJobThatWouldStartOver() {
    machine.jobs(20);
    start(RestartPlan.What.MINER);
    result();

    assertThat(machine.calls.stream().filter("Restart.LookAtJobs"::equals)).hasSize(22);
    assertThat(machine.calls).doesNotContain("Restart.RequireNoJobs");
  }

  @Test
  void aJobThatDoesNotEndInTimeIsAPersonsMatterAndNothingIsStopped() {
    machine.jobs(100);
    machine.fails(
        "Restart.RequireNoJobs", RestartProblem.RESTART_JOBS_RUNNING.because("PC1", "30m"));
    start(RestartPlan.What.MINER);
    temporal.sleep(Duration.ofHours(1));
    awaitParkedOn("RESTART_JOBS_RUNNING");
    assertThat(machine.calls).doesNotContain("Lease.Take", "Service.Stop lotus-miner");

    run.update("skip", Void.class, "Restart.RequireNoJobs");
    result();
    assertThat(machine.calls).contains("Service.Start lotus-miner");
  }

  @Test
  void aWindowThatClosesAtTheLastMomentIsAwaitedAgain() {
    machine.windows(true, false, false, true, true);
    start(RestartPlan.What.MINER);
    result();

    assertThat(machine.calls.stream().filter("Window.Look"::equals)).hasSize(6);
    assertThat(machine.calls.stream().filter("Service.Stop lotus-miner"::equals)).hasSize(1);
    assertThat(machine.calls.indexOf("Service.Stop lotus-miner"))
        .isGreaterThan(machine.calls.lastIndexOf("Window.Look"));
  }

  @Test
  void aPauseOfDealsThatTookTheWindowStopsNothing() {
    machine.windows(true, true, false);
    start(RestartPlan.What.MINER);
    result();

    assertThat(machine.calls)
        .containsSubsequence("Deals.Pause", "Window.Look", "Deals.GoOn", "Deals.Pause");
    assertThat(machine.calls.indexOf("Service.Stop lotus-miner"))
        .isGreaterThan(machine.calls.indexOf("Deals.GoOn"));
  }

  @Test
  void aWatchThatFailedDoesNotFailTheRestart() {
    machine.fails(
        "Restart.WatchOutside", ApplicationFailure.newNonRetryableFailure("no socket", "BROKEN"));
    start(RestartPlan.What.MINER);
    assertThat(result().receipt().note()).contains("no answer for 0.0 s");
    assertThat(machine.calls.stream().filter("Service.Stop lotus-miner"::equals)).hasSize(1);
  }

  @Test
  void whatFailsBetweenIsStartedAgainBeforeAPersonIsAsked() {
    machine.fails(
        "Service.Stop lotus-daemon",
        ApplicationFailure.newNonRetryableFailure("no answer", "BROKEN"));
    start(RestartPlan.What.NODE);
    awaitParkedOn("RESTART_UNDONE");

    assertThat(machine.runs).containsEntry("lotus-daemon", true).containsEntry("lotus-miner", true);
    assertThat(machine.calls)
        .endsWith(
            "Service.Stop lotus-daemon",
            "Service.Start lotus-daemon",
            "Node.AwaitApi",
            "Sync.AwaitSynced",
            "Service.Start lotus-miner",
            "Miner.AwaitApi",
            "Deals.GoOn");
    run.update("resume", Void.class);
    assertThat(result().receipt().note()).contains("1.5 s");
  }

  @Test
  void aMinerThatStopsSlowlyIsStartedAgainAndTheDaemonIsNotStopped() throws IOException {
    machine.outage = Duration.ofSeconds(1);
    machine.afterwards.put(
        "Service.Stop lotus-miner",
        () -> await().pollDelay(Duration.ofMillis(700)).until(() -> true));
    start(RestartPlan.What.NODE);
    awaitParkedOn("RESTART_UNDONE");

    assertThat(attention().orElseThrow().arguments())
        .singleElement()
        .asString()
        .contains("more than half of the planned 1 s");
    assertThat(machine.calls)
        .doesNotContain("Service.Stop lotus-daemon")
        .endsWith(
            "Service.Stop lotus-miner",
            "Service.Start lotus-miner",
            "Miner.AwaitApi",
            "Deals.GoOn");
    run.update("abort", Void.class, "enough");
    assertThatThrownBy(this::result).isInstanceOf(WorkflowFailedException.class);
    Recording.of(
        temporal.getWorkflowClient(), "restart/n1", "restart-0.1.0-node-miner-stops-slowly.json");
  }

  @Test
  void aMinerThatDoesNotStopIsStartedAgainBeforeAPersonIsAsked() {
    machine.fails(
        "Service.Stop lotus-miner",
        ApplicationFailure.newNonRetryableFailure("it does not end", "BROKEN"));
    start(RestartPlan.What.MINER);
    awaitParkedOn("RESTART_UNDONE");

    assertThat(attention().orElseThrow().arguments()).containsExactly("it does not end");
    assertThat(machine.calls)
        .endsWith(
            "Service.Stop lotus-miner", "Service.Start lotus-miner", "Miner.AwaitApi", "Deals.GoOn")
        .doesNotContain("Restart.Verify");
    run.update("resume", Void.class);
    result();
    assertThat(machine.calls.stream().filter("Service.Stop lotus-miner"::equals)).hasSize(2);
    assertThat(machine.calls).endsWith("Deals.GoOn", "Restart.Verify", "Restart.Note");
  }

  @Test
  void aMinerThatDoesNotComeBackIsAPersonsMatterUntilItDoes() {
    ApplicationFailure silent = ApplicationFailure.newNonRetryableFailure("it ended", "BROKEN");
    machine.fails("Miner.AwaitApi", silent, silent);
    start(RestartPlan.What.MINER);
    awaitParkedOn("BROKEN");
    assertThat(machine.calls).doesNotContain("Deals.GoOn", "Service.Stop lotus-daemon");

    run.update("resume", Void.class);
    awaitParkedOn("RESTART_UNDONE");
    assertThat(machine.runs).containsEntry("lotus-miner", true);
    assertThat(machine.calls).endsWith("Miner.AwaitApi", "Miner.AwaitApi", "Deals.GoOn");
    run.update("resume", Void.class);
    result();
  }

  @Test
  void whatIsNotBackIsToldWithEverythingRunning() {
    machine.fails("Restart.Verify", RestartProblem.RESTART_INCOMPLETE.because("a worker"));
    start(RestartPlan.What.MINER);
    awaitParkedOn("RESTART_INCOMPLETE");
    assertThat(machine.runs).containsEntry("lotus-miner", true);

    run.update("resume", Void.class);
    result();
    assertThat(machine.calls.stream().filter("Service.Stop lotus-miner"::equals)).hasSize(1);
  }

  @Test
  void aCancelWhileItIsDownStartsItAgain() {
    machine.hangs("Service.Stop lotus-daemon");
    start(RestartPlan.What.NODE);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> machine.calls.contains("Service.Stop lotus-daemon"));
    run.cancel();

    assertThatThrownBy(this::result).isInstanceOf(WorkflowFailedException.class);
    assertThat(machine.runs).containsEntry("lotus-daemon", true).containsEntry("lotus-miner", true);
  }
}
