package io.lotusflow.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.Plans;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.replay.Recording;
import io.lotusflow.run.Attention;
import io.lotusflow.run.HostId;
import io.lotusflow.run.HostNotices;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.sealworker.MinerElsewhere;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.window.WindowLook;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UpgradeWorkflowTest {

  private static final String DAEMON = "lotus-daemon";
  private static final String MINER = "lotus-miner";
  private static final String WORKER = "lotus-worker-w1";
  private static final Map<String, String> ALL_OLD =
      Map.of(
          DAEMON, FakeHosts.OLD,
          MINER, FakeHosts.OLD,
          WORKER, FakeHosts.OLD);
  private static final Map<String, String> ALL_NEW =
      Map.of(
          DAEMON, FakeHosts.NEW,
          MINER, FakeHosts.NEW,
          WORKER, FakeHosts.NEW);

  private final FakeHosts host = new FakeHosts(DAEMON, MINER, WORKER);
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, host);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private static SealWorkerPlan worker(InstallPlan plan) {
    MinerPlan miner = plan.miner().orElseThrow();
    SealWorker worker =
        new SealWorker(
            "w1",
            "/srv/lotus/w1",
            "/srv/lotus/w1/tmp",
            "127.0.0.1:3456",
            List.of(SealTask.PRECOMMIT1),
            "",
            Map.of());
    return new SealWorkerPlan(
        plan.scope(),
        SealWorkerPlan.Act.RESTART,
        worker,
        miner.api(),
        List.of(),
        "/srv/lotus/info",
        named(miner.service(), WORKER),
        false);
  }

  private static ServicePlan named(ServicePlan like, String name) {
    ServiceUnit unit = like.unit();
    return new ServicePlan(
        like.scope(),
        like.manager(),
        new ServiceUnit(
            name,
            unit.description(),
            unit.command(),
            unit.environment(),
            unit.workingDirectory(),
            unit.user(),
            unit.nofile(),
            unit.memoryMax(),
            unit.cpuAffinity(),
            unit.requiresMounts(),
            unit.after(),
            unit.logFile(),
            unit.stopTimeout()));
  }

  private static HostUpgrade hostUpgrade() {
    InstallPlan plan = Plans.nodeAndMiner();
    ChainNode node = Plans.chainNode();
    SealWorkerPlan worker = worker(plan);
    List<ServicePlan> before =
        List.of(node.daemon().service(), plan.miner().orElseThrow().service(), worker.service());
    return new HostUpgrade(
        plan.scope(),
        plan.build(),
        Optional.of(node),
        plan.miner(),
        List.of(worker),
        before,
        plan.miner().map(MinerPlan::params),
        new BackupPlan(plan.scope(), "/srv/backups", plan.daemon(), plan.miner(), before, ""),
        node.window(),
        plan.miner().map(UpgradeWorkflowTest::market));
  }

  private static DealsPlan market(MinerPlan miner) {
    return new DealsPlan(
        miner.scope(), miner.binary(), miner.api(), miner.node(), Optional.empty());
  }

  private static UpgradePlan plan(boolean accepted) {
    InstallPlan plan = Plans.nodeAndMiner();
    return new UpgradePlan(
        plan.scope(),
        List.of(hostUpgrade()),
        plan.sync(),
        Duration.ofMinutes(3),
        Duration.ofMinutes(5),
        accepted);
  }

  private WorkflowStub start(Class<?> type, UpgradePlan plan) {
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    type,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("upgrade/n1")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    run.start(plan);
    return run;
  }

  private WorkflowStub upgrade() {
    return start(UpgradeWorkflow.class, plan(false));
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  private Attention awaitAttention() {
    await().until(() -> attention().isPresent());
    return attention().orElseThrow();
  }

  private void say(String word, Object... arguments) {
    run.update(word, Void.class, arguments);
  }

  @Test
  void buildsAndSavesBesideThenStopsFromTheWorkersAndStartsFromTheDaemon() {
    UpgradeReport done = upgrade().getResult(UpgradeReport.class);

    assertThat(host.calls)
        .containsExactly(
            "Upgrade.Survey",
            "Build.Checkout",
            "Build.ProvideGo",
            "Build.ProvideRust",
            "Build.Compile",
            "Build.InstallVersion",
            "Params.Fetch",
            "Upgrade.Compare",
            "Backup.Create",
            "Lease.Take",
            "Window.Look",
            "Upgrade.Survey",
            "SealWorker.DisableTasks w1",
            "SealWorker.AwaitQuiet w1",
            "Window.Look",
            "Upgrade.Survey",
            "Window.Look",
            "Deals.Pause",
            "Window.Look",
            "Chain.NoteIdentity",
            "Service.Stop " + WORKER,
            "Window.Look",
            "Service.Stop " + MINER,
            "Chain.AwaitQuiet",
            "Service.Stop " + DAEMON,
            "Backup.Complete",
            "Service.Stop " + WORKER,
            "Service.Stop " + MINER,
            "Service.Stop " + DAEMON,
            "Build.SwitchTo " + FakeHosts.NEW,
            "Service.Install " + DAEMON,
            "Service.Install " + MINER,
            "Service.Install " + WORKER,
            "Service.Start " + DAEMON,
            "Node.AwaitApi",
            "Sync.AwaitSynced",
            "Upgrade.AwaitNewHead",
            "Service.Start " + MINER,
            "Miner.AwaitApi",
            "Service.Start " + WORKER,
            "Chain.Verify",
            "Upgrade.Gate",
            "Chain.EndWatch",
            "Upgrade.EndWatch",
            "Deals.GoOn",
            "Chain.FindWedged");
    assertThat(host.running).isEqualTo(ALL_NEW);
    assertThat(done.minerOutage().orElseThrow().downtime().silent())
        .isEqualTo(FakeHosts.MINER_AWAY);
    assertThat(host.note.state()).isEqualTo(UpgradeNote.State.DONE);
    assertThat(host.note.from()).isEqualTo(FakeHosts.OLD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Build.SwitchTo " + FakeHosts.NEW,
        "Service.Start " + DAEMON,
        "Node.AwaitApi",
        "Sync.AwaitSynced",
        "Upgrade.AwaitNewHead",
        "Service.Start " + MINER,
        "Miner.AwaitApi",
        "Chain.Verify",
        "Upgrade.Gate"
      })
  void whateverFailsTheVersionBeforeServesAgainBeforeAPersonIsAsked(String step) {
    host.fails(step, UpgradeProblem.UPGRADE_NOT_HEALTHY.withLog("panic", "the head", 300));
    upgrade();
    Attention asked = awaitAttention();

    assertThat(asked.problem()).isEqualTo("UPGRADE_ROLLED_BACK");
    assertThat(asked.logTail()).isEqualTo("panic");
    assertThat(host.running).isEqualTo(ALL_OLD);
    assertThat(host.current).isEqualTo(FakeHosts.OLD);
    assertThat(host.calls)
        .containsSubsequence(
            "Build.SwitchTo " + FakeHosts.OLD,
            "Service.Start " + DAEMON,
            "Service.Start " + MINER,
            "Service.Start " + WORKER);
    assertThat(host.note.state()).isEqualTo(UpgradeNote.State.ROLLED_BACK);

    say("resume");
    assertThat(run.getResult(UpgradeReport.class).version()).isEqualTo(FakeHosts.NEW);
    assertThat(host.running).isEqualTo(ALL_NEW);
    assertThat(host.calls.stream().filter("Build.Compile"::equals)).hasSize(1);
  }

  /** Nothing was switched yet, so nothing is switched back. */
  @ParameterizedTest
  @ValueSource(strings = {"Service.Stop " + MINER, "Chain.AwaitQuiet", "Backup.Complete"})
  void aStopThatFailsStartsWhatWasStopped(String step) {
    host.fails(step, UpgradeProblem.UPGRADE_NOT_HEALTHY.because("stop", 1));
    upgrade();
    awaitAttention();

    assertThat(host.running).isEqualTo(ALL_OLD);
    assertThat(host.calls).noneMatch(call -> call.startsWith("Build.SwitchTo"));
  }

  /** What is left of the window may not be enough for the start. */
  @Test
  void aStopThatTakesMostOfTheWindowStartsAllAgainAsItWas() {
    UpgradePlan usual = plan(false);
    start(
        UpgradeWorkflow.class,
        new UpgradePlan(
            usual.scope(),
            usual.hosts(),
            usual.sync(),
            Duration.ofNanos(1),
            usual.healthyWithin(),
            false));
    Attention asked = awaitAttention();

    assertThat(asked.problem()).isEqualTo("UPGRADE_ROLLED_BACK");
    assertThat(asked.arguments().get(0)).contains("half of the planned outage");
    assertThat(host.running).isEqualTo(ALL_OLD);
    assertThat(host.calls).noneMatch(call -> call.startsWith("Build.SwitchTo"));
  }

  @Test
  void whereTheNetworkHasLeftTheVersionBeforeNothingIsSwitchedBack() {
    host.wayBack = false;
    host.fails("Upgrade.Gate", UpgradeProblem.UPGRADE_NOT_HEALTHY.because("head", 300));
    upgrade();

    assertThat(awaitAttention().problem()).isEqualTo("UPGRADE_NO_WAY_BACK");
    assertThat(host.calls).doesNotContain("Build.SwitchTo " + FakeHosts.OLD);
    assertThat(host.running).isEqualTo(ALL_NEW);

    say("resume");
    assertThat(run.getResult(UpgradeReport.class).version()).isEqualTo(FakeHosts.NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Build.Checkout", "Build.Compile", "Params.Fetch", "Backup.Create"})
  void whatFailsBeforeParksWithTheNodeUntouched(String step) {
    host.fails(step, UpgradeProblem.UPGRADE_NOT_HEALTHY.because("make", 1));
    upgrade();
    awaitAttention();
    say("abort", "enough");

    assertThatThrownBy(() -> run.getResult(UpgradeReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(host.running).isEqualTo(ALL_OLD);
    assertThat(host.calls).noneMatch(call -> call.startsWith("Service.Stop"));
  }

  @ParameterizedTest
  @CsvSource({
    "Service.Stop lotus-miner, 1.36.2+x",
    "Build.SwitchTo 1.36.3+x, 1.36.2+x",
    "Node.AwaitApi, 1.36.2+x",
    "Upgrade.Gate, 1.36.2+x"
  })
  void aCancelRestoresServiceOfTheVersionBefore(String step, String version) {
    host.hangs = step;
    upgrade();
    await().until(() -> host.calls.contains(step));
    host.hangs = "";
    run.cancel();

    assertThatThrownBy(() -> run.getResult(UpgradeReport.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(host.running).isEqualTo(ALL_OLD);
    assertThat(host.current).isEqualTo(version);
  }

  @Test
  void asksBeforeAVersionThatIgnoresKeys() {
    host.changes =
        new Changes(Receipt.done(""), List.of("daemon: Libp2p.ListenAddresses"), List.of(), -1);
    upgrade();
    Attention asked = awaitAttention();

    assertThat(asked.kind()).isEqualTo(Attention.Kind.APPROVAL);
    assertThat(asked.arguments().get(1)).contains("Libp2p.ListenAddresses");
    assertThat(host.calls).endsWith("Upgrade.Compare");

    say("approve", "Upgrade.Compare");
    assertThat(run.getResult(UpgradeReport.class).version()).isEqualTo(FakeHosts.NEW);
  }

  @Test
  void doesNotAskWhoHasAcceptedIt() {
    host.changes = new Changes(Receipt.done(""), List.of("miner: X.Y"), List.of(), -1);
    UpgradeReport done = start(UpgradeWorkflow.class, plan(true)).getResult(UpgradeReport.class);
    assertThat(done.version()).isEqualTo(FakeHosts.NEW);
  }

  @Test
  void aWindowThatClosesAtTheLastMomentGivesWorkersTheirTasksBack() {
    host.looks(
        new WindowLook(Receipt.done(""), true, Duration.ZERO, "", false),
        new WindowLook(Receipt.done(""), true, Duration.ZERO, "", false),
        new WindowLook(Receipt.done(""), false, Duration.ofHours(1), "a deadline", false));
    upgrade().getResult(UpgradeReport.class);

    assertThat(host.calls)
        .containsSubsequence(
            "Window.Look", "Window.Look", "SealWorker.EnableTasks w1", "Lease.Take")
        .containsOnlyOnce("Deals.Pause");
  }

  @Test
  void aPauseOfDealsThatTookTheWindowStopsNothing() {
    WindowLook open = new WindowLook(Receipt.done(""), true, Duration.ZERO, "", false);
    host.looks(
        open,
        open,
        open,
        new WindowLook(Receipt.done(""), false, Duration.ofHours(1), "a deadline", false));
    upgrade().getResult(UpgradeReport.class);

    assertThat(host.calls)
        .containsSubsequence(
            "Deals.Pause",
            "Window.Look",
            "Deals.GoOn",
            "SealWorker.EnableTasks w1",
            "Lease.Take",
            "Service.Stop " + DAEMON);
    assertThat(host.calls.indexOf("Service.Stop " + DAEMON))
        .isGreaterThan(host.calls.lastIndexOf("Deals.Pause"));
  }

  /**
   * The link cannot be switched back: whatever is linked serves, and only then somebody is asked.
   */
  @Test
  void aWayBackThatFailsLeavesNothingStopped() {
    host.fails("Node.AwaitApi", UpgradeProblem.UPGRADE_NOT_HEALTHY.because("the head", 300));
    host.fails(
        "Build.SwitchTo " + FakeHosts.OLD, UpgradeProblem.UPGRADE_NOT_HEALTHY.because("a link", 1));
    upgrade();
    Attention asked = awaitAttention();

    assertThat(asked.problem()).isEqualTo("UPGRADE_NO_WAY_BACK");
    assertThat(host.running).containsOnlyKeys(DAEMON, MINER, WORKER);
  }

  @Test
  void waitsForTheWindowWithADurableTimer() {
    host.looks(new WindowLook(Receipt.done(""), false, Duration.ofHours(9), "a deadline", false));
    long before = temporal.currentTimeMillis();
    upgrade().getResult(UpgradeReport.class);

    assertThat(temporal.currentTimeMillis() - before)
        .isGreaterThanOrEqualTo(Duration.ofHours(9).toMillis());
    assertThat(host.calls)
        .containsSubsequence("Window.Look", "Window.Look", "SealWorker.DisableTasks w1");
  }

  private static WindowLook look(boolean open, Duration opensIn) {
    return new WindowLook(Receipt.done(""), open, opensIn, "a deadline", false);
  }

  @Test
  void aWindowThatClosesWhileWorkersStopStartsThemAndTriesAgainWithoutAPerson() {
    host.afterwards.put(
        "Service.Stop " + WORKER, () -> host.looks(look(false, Duration.ofHours(1))));
    upgrade().getResult(UpgradeReport.class);

    assertThat(host.calls)
        .containsSubsequence(
            "Service.Stop " + WORKER,
            "Window.Look",
            "Service.Start " + WORKER,
            "SealWorker.EnableTasks w1",
            "Lease.Take",
            "Service.Stop " + MINER);
    assertThat(host.running).isEqualTo(ALL_NEW);
  }

  /** Proofs go on meanwhile. */
  @Test
  void aMinerThatServesIsStoppedForTheWayBackInAWindow() {
    host.fails("Upgrade.Gate", UpgradeProblem.UPGRADE_NOT_HEALTHY.because("a worker", 300));
    host.afterwards.put("Chain.Verify", () -> host.looks(look(false, Duration.ofHours(9))));
    upgrade();
    await()
        .until(
            () ->
                host.calls.contains("Upgrade.WayBack")
                    && host.calls.get(host.calls.size() - 1).equals("Window.Look"));

    assertThat(host.running).isEqualTo(ALL_NEW);
    temporal.sleep(Duration.ofHours(9));
    assertThat(awaitAttention().problem()).isEqualTo("UPGRADE_ROLLED_BACK");
    assertThat(host.running).isEqualTo(ALL_OLD);
  }

  @Test
  void aMinerThatDoesNotAnswerIsNotLeftSoUntilTheNextWindow() {
    host.fails("Upgrade.Gate", UpgradeProblem.UPGRADE_NOT_HEALTHY.because("silent", 300));
    host.afterwards.put(
        "Chain.Verify",
        () -> {
          host.faulty = InUse.UNKNOWN;
          host.looks(look(false, Duration.ofHours(9)));
        });
    upgrade();
    awaitAttention();

    assertThat(host.running).isEqualTo(ALL_OLD);
  }

  @Test
  void whatCameUpSinceItWasAskedForIsSwitchedToo() {
    host.running.remove(WORKER);
    host.afterwards.put("Backup.Create", () -> host.running.put(WORKER, FakeHosts.OLD));
    upgrade().getResult(UpgradeReport.class);

    assertThat(host.running).isEqualTo(ALL_NEW);
  }

  @Test
  void aVersionThatAnotherRunHasSwitchedInIsNotTakenAway() {
    host.afterwards.put("Backup.Create", () -> host.current = "1.37.0+x");
    upgrade();

    assertThatThrownBy(() -> run.getResult(UpgradeReport.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("UPGRADE_MOVED_MEANWHILE");
    assertThat(host.current).isEqualTo("1.37.0+x");
    assertThat(host.calls)
        .contains("SealWorker.EnableTasks w1")
        .noneMatch(call -> call.startsWith("Service."));
  }

  @Test
  void aVersionInUseThatIsNotWhatRunsIsSwitchedIn() {
    host.current = FakeHosts.NEW;
    host.strangers = List.of("the miner is " + FakeHosts.OLD);
    upgrade().getResult(UpgradeReport.class);

    assertThat(host.running).isEqualTo(ALL_NEW);
  }

  /** As after a power cut: they would count as started. */
  @Test
  void whatWasStartedFromTheOldLinkMeanwhileIsStoppedBeforeTheSwitch() {
    host.afterwards.put("Backup.Complete", () -> host.running.putAll(ALL_OLD));
    upgrade().getResult(UpgradeReport.class);

    assertThat(host.running).isEqualTo(ALL_NEW);
  }

  @Test
  void drainedWorkersGetTasksBackWhereTheSwitchIsUndone() {
    host.fails("Upgrade.Gate", UpgradeProblem.UPGRADE_NOT_HEALTHY.because("head", 300));
    upgrade();
    awaitAttention();

    assertThat(host.calls)
        .containsSubsequence("Service.Start " + WORKER, "SealWorker.EnableTasks w1");
  }

  @Test
  void aRollbackIntoAVersionThatTheNetworkHasLeftMeanwhileStopsNothing() {
    host.current = FakeHosts.NEW;
    host.running.replaceAll((name, version) -> FakeHosts.NEW);
    host.afterwards.put("Upgrade.FindLimit", () -> host.wayBack = false);
    start(UpgradeRollbackWorkflow.class, plan(true));

    assertThatThrownBy(() -> run.getResult(UpgradeReport.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("UPGRADE_TOO_LATE");
    assertThat(host.calls).noneMatch(call -> call.startsWith("Service."));
  }

  @Test
  void whatDidNotRunIsNotStarted() {
    host.running.remove(WORKER);
    upgrade().getResult(UpgradeReport.class);

    assertThat(host.running).containsOnlyKeys(DAEMON, MINER);
    assertThat(host.calls).doesNotContain("Service.Start " + WORKER);
  }

  @Test
  void aVersionThatIsInUseIsNothingToDo() {
    host.current = FakeHosts.NEW;
    UpgradeReport done = upgrade().getResult(UpgradeReport.class);

    assertThat(done.receipt().outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
    assertThat(host.calls).noneMatch(call -> call.startsWith("Service."));
  }

  @Test
  void aRollbackIsTheSwitchTheOtherWayRoundWithoutABuild() {
    host.current = FakeHosts.NEW;
    host.running.replaceAll((name, version) -> FakeHosts.NEW);
    UpgradeReport done =
        start(UpgradeRollbackWorkflow.class, plan(true)).getResult(UpgradeReport.class);

    assertThat(done.version()).isEqualTo(FakeHosts.OLD);
    assertThat(host.running).isEqualTo(ALL_OLD);
    assertThat(host.calls)
        .startsWith("Upgrade.FindOld", "Upgrade.FindLimit", "Upgrade.Survey")
        .doesNotContain("Build.Compile", "Backup.Create");
  }

  /** The miner and its worker are on another machine than the daemon. */
  @Test
  void overTwoHostsAllMinersStopBeforeAnyDaemonAndStartAfterIt() throws IOException {
    HostId second = new HostId("host-2");
    host.running.keySet().retainAll(List.of(DAEMON));
    FakeHosts other = new FakeHosts(MINER, WORKER);
    other.order = host.order;
    WorkerFactory factory = ProcedureEnvironment.join(temporal, second, other);
    start(UpgradeWorkflow.class, overTwoHosts(second)).getResult(UpgradeReport.class);
    factory.shutdownNow();
    Recording.of(temporal.getWorkflowClient(), "upgrade/n1", "upgrade-0.1.0-two-hosts.json");

    assertThat(host.order)
        .containsSubsequence(
            "Service.Stop " + WORKER,
            "Service.Stop " + MINER,
            "Service.Stop " + DAEMON,
            "Build.SwitchTo " + FakeHosts.NEW,
            "Build.SwitchTo " + FakeHosts.NEW,
            "Service.Start " + DAEMON,
            "Service.Start " + MINER,
            "Service.Start " + WORKER,
            "Upgrade.Gate",
            "Upgrade.Gate");
    assertThat(host.running).isEqualTo(Map.of(DAEMON, FakeHosts.NEW));
    assertThat(other.running).isEqualTo(Map.of(MINER, FakeHosts.NEW, WORKER, FakeHosts.NEW));
    assertThat(other.calls).doesNotContain("Service.Stop " + DAEMON);
  }

  /** Daemon and miner here, and a machine with nothing but their seal worker. */
  @Test
  void aHostOfSealWorkersAloneIsStoppedFirstSwitchedAndStartedLast() {
    HostId second = new HostId("sealer-1");
    host.running.remove(WORKER);
    FakeHosts other = new FakeHosts(WORKER);
    other.order = host.order;
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    start(UpgradeWorkflow.class, withASealer(second)).getResult(UpgradeReport.class);
    there.shutdownNow();

    assertThat(host.order)
        .startsWith("SealWorker.FindMiner w1")
        .containsSubsequence(
            "SealWorker.DisableTasks w1",
            "SealWorker.AwaitQuiet w1",
            "Service.Stop " + WORKER,
            "Service.Stop " + MINER,
            "Service.Stop " + DAEMON,
            "Build.SwitchTo " + FakeHosts.NEW,
            "Build.SwitchTo " + FakeHosts.NEW,
            "Service.Start " + DAEMON,
            "Service.Start " + MINER,
            "Service.Start " + WORKER);
    assertThat(other.running).isEqualTo(Map.of(WORKER, FakeHosts.NEW));
    assertThat(host.running).isEqualTo(Map.of(DAEMON, FakeHosts.NEW, MINER, FakeHosts.NEW));
  }

  @Test
  void aSealWorkersHostThatIsNotHealthyTakesAllBack() {
    HostId second = new HostId("sealer-1");
    host.running.remove(WORKER);
    FakeHosts other = new FakeHosts(WORKER);
    other.fails(
        "Upgrade.Gate", UpgradeProblem.UPGRADE_NOT_HEALTHY.because("w1 has not joined", 300));
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    start(UpgradeWorkflow.class, withASealer(second));
    assertThat(awaitAttention().problem()).isEqualTo("UPGRADE_ROLLED_BACK");
    there.shutdownNow();

    assertThat(other.running).isEqualTo(Map.of(WORKER, FakeHosts.OLD));
    assertThat(host.running).isEqualTo(Map.of(DAEMON, FakeHosts.OLD, MINER, FakeHosts.OLD));
  }

  /** Right after the last stop, so that nobody there takes the next step. */
  private WorkerFactory losesASealerWhileAllIsStopped(FakeHosts other, HostId second) {
    host.running.remove(WORKER);
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    host.afterwards.put("Service.Stop " + DAEMON, () -> ProcedureEnvironment.leave(second));
    start(UpgradeWorkflow.class, Plans.hasty(withASealer(second), UpgradePlan.class));
    await().until(() -> host.calls.contains("Service.Stop " + DAEMON));
    return there;
  }

  @Test
  void aSealWorkersHostThatGoesAwayDoesNotKeepTheMinerDown() {
    HostId second = new HostId("sealer-1");
    FakeHosts other = new FakeHosts(WORKER);
    WorkerFactory there = losesASealerWhileAllIsStopped(other, second);
    await().atMost(Duration.ofSeconds(40)).until(() -> host.running.containsKey(MINER));
    assertThat(host.running).isEqualTo(Map.of(DAEMON, FakeHosts.OLD, MINER, FakeHosts.OLD));
    assertThat(other.running).isEmpty();

    WorkerFactory back = ProcedureEnvironment.comeBack(temporal, second, other);
    Attention parked = awaitAttention();
    assertThat(parked.problem()).isEqualTo("UPGRADE_ROLLED_BACK");
    assertThat(parked.arguments().get(0)).contains("sealer-1");
    back.shutdownNow();
    there.shutdownNow();
    assertThat(other.running).isEqualTo(Map.of(WORKER, FakeHosts.OLD));
  }

  @Test
  void aSealWorkersHostThatIsRemovedAndARunThatIsAbortedLeaveTheMinerRunning() {
    HostId second = new HostId("sealer-1");
    WorkerFactory there = losesASealerWhileAllIsStopped(new FakeHosts(WORKER), second);
    run.signal("hostRemoved", new HostNotices.Removed(second, "sealer-1"));
    assertThat(awaitAttention().problem()).isEqualTo("HOST_REMOVED");
    assertThat(host.running).isEqualTo(Map.of(DAEMON, FakeHosts.OLD, MINER, FakeHosts.OLD));

    say("abort", "it is sold");
    assertThatThrownBy(() -> run.getResult(UpgradeReport.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("it is sold");
    there.shutdownNow();
    assertThat(host.running).isEqualTo(Map.of(DAEMON, FakeHosts.OLD, MINER, FakeHosts.OLD));
  }

  @Test
  void aSealWorkersHostThatSeesNoHeadDoesNotTakeAServingMinerOutOfItsWindow() {
    HostId second = new HostId("sealer-1");
    host.running.remove(WORKER);
    FakeHosts other = new FakeHosts(WORKER);
    other.order = host.order;
    ApplicationFailure notHealthy = UpgradeProblem.UPGRADE_NOT_HEALTHY.because("no w1", 300);
    other.fails("Upgrade.Gate", notHealthy);
    other.fails("Upgrade.AwaitNewHead", notHealthy);
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    start(UpgradeWorkflow.class, withASealer(second));
    assertThat(awaitAttention().problem()).isEqualTo("UPGRADE_ROLLED_BACK");
    there.shutdownNow();

    List<String> since = host.calls.subList(host.calls.indexOf("Upgrade.Gate"), host.calls.size());
    assertThat(since).containsSubsequence("Window.Look", "Service.Stop " + MINER);
  }

  private static UpgradePlan withASealer(HostId second) {
    HostUpgrade here = hostUpgrade();
    HostUpgrade whole =
        new HostUpgrade(
            here.scope(),
            here.build(),
            here.node(),
            here.miner(),
            List.of(),
            here.before().subList(0, 2),
            here.params(),
            here.backup(),
            here.window(),
            Optional.empty());
    HostUpgrade there = Plans.on(second, here, HostUpgrade.class);
    HostUpgrade sealer =
        new HostUpgrade(
            there.scope(),
            there.build(),
            Optional.empty(),
            Optional.empty(),
            there.workers().stream()
                .map(any -> any.of(new MinerElsewhere("/srv/info", "elsewhere", "t01000")))
                .toList(),
            there.before().subList(2, 3),
            there.params(),
            there.backup(),
            here.window(),
            Optional.empty());
    return new UpgradePlan(
        here.scope(),
        List.of(whole, sealer),
        Plans.nodeAndMiner().sync(),
        Duration.ofMinutes(3),
        Duration.ofMinutes(5),
        false);
  }

  private static UpgradePlan overTwoHosts(HostId second) {
    HostUpgrade here = hostUpgrade();
    Scope scope = here.scope();
    Scope there =
        new Scope(scope.node(), second, scope.language(), false, scope.workerLost(), List.of());
    HostUpgrade daemon =
        new HostUpgrade(
            scope,
            here.build(),
            here.node().map(UpgradeWorkflowTest::withoutMiner),
            Optional.empty(),
            List.of(),
            List.of(here.before().get(0)),
            Optional.empty(),
            here.backup(),
            here.window(),
            Optional.empty());
    HostUpgrade miner =
        new HostUpgrade(
            there,
            here.build(),
            Optional.empty(),
            here.miner(),
            here.workers(),
            here.before().subList(1, 3),
            here.params(),
            here.backup(),
            here.window(),
            here.deals());
    return new UpgradePlan(
        scope,
        List.of(daemon, miner),
        Plans.nodeAndMiner().sync(),
        Duration.ofMinutes(3),
        Duration.ofMinutes(5),
        false);
  }

  private static ChainNode withoutMiner(ChainNode node) {
    return new ChainNode(node.scope(), node.daemon(), node.sync(), Optional.empty(), node.beside());
  }
}
