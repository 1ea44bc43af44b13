package io.lotusflow.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.Plans;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.replay.Recording;
import io.lotusflow.run.Attention;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Skipped;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.schedule.Pinned;
import io.lotusflow.schedule.Rules;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.schedule.ScheduledReport;
import io.lotusflow.schedule.ScheduledWorkflow;
import io.lotusflow.schedule.Timing;
import io.lotusflow.temporal.Payloads;
import io.lotusflow.window.WindowLook;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChainResetWorkflowTest {

  private static final List<String> SERVED_AGAIN_BY_THE_OLD_CHAIN =
      List.of(
          "Service.Stop lotus-daemon",
          "Chain.PutBack",
          "Service.Start lotus-daemon",
          "Node.AwaitApi",
          "Sync.AwaitSynced",
          "Service.Start lotus-miner",
          "Miner.AwaitApi",
          "Chain.EndWatch");

  private final FakeNode node = new FakeNode();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, node);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private static ChainResetPlan plan(boolean inPlace, boolean confirmed, LeaseAsk.IfBusy ifBusy) {
    InstallPlan plan = Plans.nodeAndMiner();
    return new ChainResetPlan(
        plan.scope(),
        Plans.chainNode(),
        plan.snapshot().orElseThrow(),
        inPlace,
        "/srv/keys",
        confirmed,
        ifBusy,
        LeaseAsk.FOR_EVER);
  }

  private WorkflowStub start(Class<?> type, Object argument) {
    return start("chain-reset/n1", type, argument);
  }

  private WorkflowStub start(String id, Class<?> type, Object argument) {
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    type,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    run.start(argument);
    return run;
  }

  private WorkflowStub reset() {
    return start(ChainResetWorkflow.class, plan(false, true, LeaseAsk.IfBusy.WAIT));
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  private void say(String word, Object... arguments) {
    run.update(word, Void.class, arguments);
  }

  @Test
  void doesAllThatTakesLongBesideTheNodeAndStopsItLast() {
    ChainReset done = reset().getResult(ChainReset.class);

    assertThat(node.calls)
        .containsExactly(
            "Lease.Take",
            "Chain.Inspect",
            "Chain.Preflight",
            "Snapshot.Resolve",
            "Chain.MakeRoom",
            "Snapshot.Fetch",
            "Chain.ImportBeside",
            "Chain.CatchUp",
            "Lease.Take",
            "Window.Look",
            "Chain.EndBeside",
            "Window.Look",
            "Chain.NoteIdentity",
            "Service.Stop lotus-miner",
            "Chain.AwaitQuiet",
            "Service.Stop lotus-daemon",
            "Chain.SwitchIn",
            "Service.Start lotus-daemon",
            "Node.AwaitApi",
            "Chain.Verify",
            "Sync.AwaitSynced",
            "Service.Start lotus-miner",
            "Miner.AwaitApi",
            "Chain.EndWatch",
            "Chain.RemoveBeside",
            "Snapshot.Discard",
            "Chain.KeepOld",
            "Chain.FindWedged");
    assertThat(done.outage().orElseThrow().downtime()).isEqualTo(FakeNode.AWAY);
    assertThat(done.wedged()).containsExactly(7L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMinerOnAnotherHostIsStoppedThereInAWindowOfBoth(boolean inPlace) {
    HostId second = new HostId("miner-1");
    FakeNode other = new FakeNode(node.calls);
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    start(ChainResetWorkflow.class, ofADistantMiner(second, inPlace)).getResult(ChainReset.class);
    assertThat(node.calls)
        .containsSubsequence(
            "Window.Look",
            "Window.Look",
            "Service.Stop lotus-miner",
            "Service.Stop lotus-daemon",
            "Service.Start lotus-daemon",
            "Sync.AwaitSynced",
            "Service.Start lotus-miner",
            "Miner.AwaitApi");
    there.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMinerIsStartedAgainWhenTheDaemonsHostGoesAwayBeforeTheDaemonIsStopped(boolean inPlace) {
    HostId chain = new HostId("chain-1");
    HostId second = new HostId("miner-1");
    FakeNode other = new FakeNode(node.calls);
    WorkerFactory daemons = ProcedureEnvironment.join(temporal, chain, node);
    WorkerFactory miners = ProcedureEnvironment.join(temporal, second, other);
    other.afterwards.put("Service.Stop lotus-miner", () -> ProcedureEnvironment.leave(chain));
    ChainResetPlan plan = Plans.on(chain, ofADistantMiner(second, inPlace), ChainResetPlan.class);
    start(ChainResetWorkflow.class, Plans.hasty(plan, ChainResetPlan.class));
    await().until(() -> node.calls.contains("Service.Stop lotus-miner"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.calls.contains("Service.Start lotus-miner"));

    assertThat(node.calls).doesNotContain("Service.Stop lotus-daemon");
    daemons.shutdownNow();
    miners.shutdownNow();
  }

  @Test
  void aWindowThatADistantMinersHostLetPassStopsNothing() {
    HostId second = new HostId("miner-1");
    FakeNode other = new FakeNode(node.calls);
    WindowLook open = new WindowLook(Receipt.done(""), true, Duration.ZERO, "", false);
    other.looks(open, open, open, FakeNode.closedFor(Duration.ofHours(1)));
    WorkerFactory there = ProcedureEnvironment.join(temporal, second, other);
    start(ChainResetWorkflow.class, ofADistantMiner(second, false)).getResult(ChainReset.class);
    there.shutdownNow();

    assertThat(node.calls.subList(0, node.calls.indexOf("Service.Stop lotus-miner")).stream())
        .filteredOn("Chain.CatchUp"::equals)
        .hasSize(2);
  }

  private static ChainResetPlan ofADistantMiner(HostId second, boolean inPlace) {
    ChainResetPlan here = plan(inPlace, true, LeaseAsk.IfBusy.WAIT);
    ChainNode apart =
        new ChainNode(
            here.scope(),
            here.node().daemon(),
            here.node().sync(),
            Optional.empty(),
            here.node().beside(),
            here.node().miner().map(any -> Plans.on(second, any, MinerPlan.class)),
            Optional.empty());
    return new ChainResetPlan(
        here.scope(),
        apart,
        here.snapshot(),
        inPlace,
        here.keyBackup(),
        true,
        here.ifBusy(),
        here.waitAtMost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Chain.SwitchIn",
        "Service.Start lotus-daemon",
        "Node.AwaitApi",
        "Chain.Verify",
        "Sync.AwaitSynced"
      })
  void afterTheStopServesWithTheOldChainAgainBeforeItAsksForAPerson(String step) {
    node.fails(step, ChainProblem.CHAIN_FOLDERS_UNKNOWN.because("disk"));
    reset();
    await().until(() -> attention().isPresent());

    assertThat(attention().orElseThrow().problem()).isEqualTo("CHAIN_SWITCHED_BACK");
    assertThat(node.calls).endsWith(SERVED_AGAIN_BY_THE_OLD_CHAIN.toArray(String[]::new));

    say("resume");
    ChainReset done = run.getResult(ChainReset.class);
    assertThat(done.head()).isPresent();
    assertThat(node.calls.stream().filter("Chain.CatchUp"::equals)).hasSize(2);
    assertThat(node.calls.stream().filter("Lease.Take"::equals)).hasSize(3);
  }

  /**
   * With the daemon stopped there is nothing to fall back to: a person is asked, and it goes on.
   */
  @Test
  void aStepOfTheUndoThatFailsAsksForAPersonAndIsTakenUpThere() {
    node.fails("Chain.Verify", ChainProblem.CHAIN_IDENTITY_CHANGED.because("wallets"));
    node.fails("Chain.PutBack", ChainProblem.CHAIN_FOLDERS_UNKNOWN.because("disk"));
    reset();
    await().until(() -> attention().isPresent());

    assertThat(attention().orElseThrow().problem()).isEqualTo("CHAIN_FOLDERS_UNKNOWN");
    assertThat(node.calls).endsWith("Service.Stop lotus-daemon", "Chain.PutBack");

    say("resume");
    await()
        .until(
            () -> attention().map(Attention::problem).equals(Optional.of("CHAIN_SWITCHED_BACK")));
    assertThat(node.calls)
        .containsSubsequence("Chain.PutBack", "Chain.PutBack", "Service.Start lotus-daemon")
        .endsWith("Service.Start lotus-miner", "Miner.AwaitApi", "Chain.EndWatch");
    say("resume");
    assertThat(run.getResult(ChainReset.class).head()).isPresent();
  }

  @Test
  void tellsWhyItSwitchedBackWithTheLastWordsOfWhatFailed() {
    node.fails(
        "Node.AwaitApi", ChainProblem.CHAIN_BESIDE_DIED.withLog("panic: no", "/srv", "/srv/log"));
    reset();
    await().until(() -> attention().isPresent());

    assertThat(attention().orElseThrow().logTail()).isEqualTo("panic: no");
    assertThat(attention().orElseThrow().arguments())
        .singleElement()
        .asString()
        .contains("/srv/log");
  }

  @Test
  void anAbortAfterThatRemovesTheNewChain() {
    node.fails("Chain.Verify", ChainProblem.CHAIN_IDENTITY_CHANGED.because("wallets"));
    reset();
    await().until(() -> attention().isPresent());
    say("abort", "enough");

    assertThatThrownBy(() -> run.getResult(ChainReset.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(node.calls).endsWith("Chain.RemoveBeside");
  }

  @Test
  void anImportThatFailsParksWithTheNodeUntouched() {
    node.fails("Chain.ImportBeside", ChainProblem.CHAIN_BESIDE_EMPTY.because("/srv"));
    reset();
    await().until(() -> attention().isPresent());
    say("abort", "enough");

    assertThatThrownBy(() -> run.getResult(ChainReset.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(node.calls)
        .noneMatch(call -> call.startsWith("Service."))
        .endsWith("Chain.RemoveBeside");
  }

  @Test
  void onceTheNewChainServesAMinerThatDoesNotComeUpPutsNothingBack() {
    node.fails("Miner.AwaitApi", ChainProblem.CHAIN_FOLDERS_UNKNOWN.because("slow"));
    ChainReset done = reset().getResult(ChainReset.class);

    assertThat(node.calls).doesNotContain("Chain.PutBack");
    assertThat(done.head()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Service.Stop lotus-daemon", "Chain.SwitchIn", "Node.AwaitApi"})
  void aCancelRestoresServiceAndRemovesTheNewChain(String step) {
    node.hangs(step);
    reset();
    await().until(() -> node.calls.contains(step));
    node.hangs("");
    run.cancel();

    assertThatThrownBy(() -> run.getResult(ChainReset.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(node.calls)
        .containsSubsequence("Service.Start lotus-daemon", "Service.Start lotus-miner")
        .endsWith("Chain.RemoveBeside");
  }

  @Test
  void waitsForTheWindowAndLooksAgainAtTheLastMoment() {
    node.looks(
        FakeNode.closedFor(Duration.ofHours(9)),
        new WindowLook(Receipt.done(""), true, Duration.ZERO, "", false),
        FakeNode.closedFor(Duration.ofMinutes(30)));
    reset().getResult(ChainReset.class);

    assertThat(node.calls.stream().filter("Window.Look"::equals)).hasSize(5);
    assertThat(node.calls.stream().filter("Chain.CatchUp"::equals)).hasSize(2);
    assertThat(node.calls.stream().filter("Service.Stop lotus-daemon"::equals)).hasSize(1);
  }

  @Test
  void messagesThatStayPendingStartTheMinerAgainAndAreTriedAnew() {
    node.fails("Chain.AwaitQuiet", ChainProblem.CHAIN_MESSAGES_PENDING.because(1, "t3x"));
    reset().getResult(ChainReset.class);

    assertThat(node.calls)
        .containsSubsequence(
            "Chain.AwaitQuiet", "Service.Start lotus-miner", "Chain.CatchUp", "Chain.SwitchIn");
    assertThat(node.calls.stream().filter("Service.Stop lotus-daemon"::equals)).hasSize(1);
  }

  @Test
  void withoutTheOperatorsWordItAsksFirstWhereCoinsCount() {
    start(ChainResetWorkflow.class, plan(false, false, LeaseAsk.IfBusy.WAIT));
    await().until(() -> attention().isPresent());
    assertThat(attention().orElseThrow().kind()).isEqualTo(Attention.Kind.APPROVAL);
    assertThat(node.calls).endsWith("Chain.Preflight");

    say("approve", "Chain.SwitchIn");
    assertThat(run.getResult(ChainReset.class).head()).isPresent();
  }

  @Test
  void aNodeThatAnotherRunHasIsSkippedOnRequest() {
    node.heldBy = "upgrade/n1";
    ChainReset done =
        start(ChainResetWorkflow.class, plan(false, true, LeaseAsk.IfBusy.SKIP))
            .getResult(ChainReset.class);

    assertThat(done.receipt().outcome()).isEqualTo(Receipt.Outcome.SKIPPED);
    assertThat(node.calls).containsExactly("Lease.Take");
    assertThat(skipped(run)).isEqualTo(done.skipped().orElseThrow());
  }

  @Test
  void aNightThatFoundTheNodeTakenOnlyWhenItTookItIsSkippedToo() {
    node.heldBy = "upgrade/n1";
    ChainResetPlan nightly = plan(false, true, LeaseAsk.IfBusy.SKIP);
    Rules rules =
        new Rules(
            Rules.Overlap.SKIP,
            Duration.ZERO,
            false,
            0,
            List.of(),
            Rules.WhenBusy.SKIP,
            Duration.ZERO);
    WorkflowStub night =
        start(
            "scheduled/chain-reset/n1",
            ScheduledWorkflow.class,
            new ScheduledPlan(
                nightly.scope(),
                "chain-reset/n1",
                "chain-reset",
                "ChainReset",
                true,
                Payloads.mapper().valueToTree(nightly),
                "",
                new Timing("0 3 * * *", List.of(), List.of(), "UTC", Duration.ZERO),
                rules,
                new Pinned("/srv/lotusflow.toml", "", Instant.EPOCH)));

    assertThat(night.getResult(ScheduledReport.class).receipt().outcome())
        .isEqualTo(Receipt.Outcome.SKIPPED);
    assertThat(skipped(night))
        .isEqualTo(new Skipped(Skipped.Why.NODE_BUSY, List.of("upgrade/n1", "0min")));
  }

  private static Skipped skipped(WorkflowStub run) {
    return (Skipped) run.describe().getMemo(RunMemo.SKIPPED, Skipped.class);
  }

  @Test
  void whatADeadRunLeftIsMendedFirst() {
    node.halfDone = true;
    reset().getResult(ChainReset.class);

    assertThat(node.calls)
        .startsWith(
            "Lease.Take",
            "Chain.Inspect",
            "Service.Stop lotus-daemon",
            "Chain.Mend",
            "Service.Start lotus-daemon",
            "Node.AwaitApi",
            "Chain.Preflight");
  }

  @Test
  void inPlaceFetchesAndCopiesTheKeysBeforeItStopsAnything() {
    start(ChainResetWorkflow.class, plan(true, true, LeaseAsk.IfBusy.WAIT))
        .getResult(ChainReset.class);

    assertThat(node.calls)
        .containsSubsequence(
            "Snapshot.Fetch",
            "Chain.BackUpKeystore",
            "Lease.Take",
            "Window.Look",
            "Service.Stop lotus-miner",
            "Service.Stop lotus-daemon",
            "Chain.ImportInPlace",
            "Service.Start lotus-daemon",
            "Sync.AwaitSynced",
            "Service.Start lotus-miner")
        .doesNotContain("Chain.SwitchIn", "Chain.KeepOld");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMinerThatStopsSlowlyIsStartedAgainBeforeAPersonIsAsked(boolean inPlace) throws IOException {
    node.afterwards.put("Chain.AwaitQuiet", ChainResetWorkflowTest::passesHalfOfTheOutage);
    start(ChainResetWorkflow.class, hurried(plan(inPlace, true, LeaseAsk.IfBusy.WAIT)));
    await().atMost(Duration.ofSeconds(30)).until(() -> attention().isPresent());

    assertThat(attention().orElseThrow().problem()).isEqualTo("CHAIN_SWITCHED_BACK");
    assertThat(attention().orElseThrow().arguments())
        .singleElement()
        .asString()
        .contains("more than half of the planned 1 s");
    assertThat(node.calls)
        .containsSubsequence("Service.Stop lotus-miner", "Service.Start lotus-miner")
        .doesNotContain("Service.Stop lotus-daemon", "Chain.ImportInPlace", "Chain.SwitchIn");
    say("abort", "enough");
    assertThatThrownBy(() -> run.getResult(ChainReset.class))
        .isInstanceOf(WorkflowFailedException.class);
    record(inPlace ? "in-place-miner-stops-slowly" : "miner-stops-slowly");
  }

  private void record(String shape) throws IOException {
    Recording.of(
        temporal.getWorkflowClient(), "chain-reset/n1", "chain-reset-0.1.0-" + shape + ".json");
  }

  private static void passesHalfOfTheOutage() {
    await().pollDelay(Duration.ofMillis(700)).until(() -> true);
  }

  /** With an outage of a second. */
  private static ChainResetPlan hurried(ChainResetPlan plan) {
    ObjectNode tree = Payloads.mapper().valueToTree(plan);
    tree.withObject("/node/beside")
        .set("outage", Payloads.mapper().valueToTree(Duration.ofSeconds(1)));
    return Payloads.mapper().convertValue(tree, ChainResetPlan.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dealsRestWhileTheMinerOfAChangedChainIsStopped(boolean inPlace) throws IOException {
    start(ChainResetWorkflow.class, withDeals(inPlace)).getResult(ChainReset.class);

    assertThat(node.calls)
        .containsSubsequence(
            "Lease.Take",
            "Window.Look",
            "Deals.Pause",
            "Deals.LookInFlight",
            "Window.Look",
            "Service.Stop lotus-miner",
            inPlace ? "Chain.ImportInPlace" : "Chain.SwitchIn",
            "Service.Start lotus-miner",
            "Miner.AwaitApi",
            "Deals.GoOn");
    record(inPlace ? "in-place-without-deals" : "without-deals");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPauseOfDealsThatTookTheWindowStopsNothing(boolean inPlace) {
    node.afterwards.put("Deals.Pause", () -> node.looks(FakeNode.closedFor(Duration.ofMinutes(5))));
    start(ChainResetWorkflow.class, withDeals(inPlace)).getResult(ChainReset.class);

    assertThat(node.calls)
        .containsSubsequence(
            "Deals.Pause", "Window.Look", "Deals.GoOn", "Deals.Pause", "Service.Stop lotus-miner");
    assertThat(node.calls.stream().filter("Service.Stop lotus-miner"::equals)).hasSize(1);
  }

  @Test
  void dealsRestDuringARollbackToo() {
    start("chain-rollback/n1", ChainRollbackWorkflow.class, withDeals(false).node())
        .getResult(ChainReset.class);
    assertThat(node.calls)
        .containsSubsequence("Deals.Pause", "Chain.PutBack", "Miner.AwaitApi", "Deals.GoOn");
  }

  private static ChainResetPlan withDeals(boolean inPlace) {
    ChainResetPlan plan = plan(inPlace, true, LeaseAsk.IfBusy.WAIT);
    ObjectNode tree = Payloads.mapper().valueToTree(plan);
    ChainNode node = plan.node();
    DealsPlan deals =
        new DealsPlan(
            plan.scope(),
            "/bin/false",
            node.miner().orElseThrow().api(),
            node.daemon().api(),
            Optional.of(Duration.ofMinutes(10)));
    tree.withObject("/node").set("deals", Payloads.mapper().valueToTree(deals));
    return Payloads.mapper().convertValue(tree, ChainResetPlan.class);
  }

  @Test
  void aRollbackIsTheSwitchTheOtherWayRound() {
    start(ChainRollbackWorkflow.class, Plans.chainNode()).getResult(ChainReset.class);

    assertThat(node.calls)
        .containsSubsequence(
            "Chain.FindOld",
            "Service.Stop lotus-daemon",
            "Chain.PutBack",
            "Service.Start lotus-daemon",
            "Sync.AwaitSynced",
            "Service.Start lotus-miner",
            "Chain.DiscardUndone");
  }

  @Test
  void theOldChainGoesOnlyAfterTheNewOneWasHealthyAllTheTime() {
    node.healthy(true, true, false);
    long before = temporal.currentTimeMillis();
    start(
            ChainKeepWorkflow.class,
            new KeepPlan(Plans.nodeAndMiner().scope(), Plans.chainNode(), "/srv/d"))
        .getResult(ChainHealth.class);

    Duration kept = Duration.ofMillis(temporal.currentTimeMillis() - before);
    assertThat(kept).isGreaterThanOrEqualTo(Duration.ofHours(7));
    assertThat(node.calls.stream().filter("Chain.DiscardOld"::equals)).hasSize(1);
  }
}
