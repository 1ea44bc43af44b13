package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.host.HostPrepareWorkflow;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Problem;
import io.lotusflow.run.RunControl;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InstallWorkflowTest {

  private enum Trouble implements Problem {
    DISK_FULL(Cure.OPERATOR),
    REFUSED(Cure.START_AGAIN);

    private final Cure cure;

    Trouble(Cure cure) {
      this.cure = cure;
    }

    @Override
    public Cure cure() {
      return cure;
    }
  }

  private final FakeHost host = new FakeHost();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, host.activities());
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  @Test
  void walksTheManualInOrder() {
    InstallReport report = start().getResult(InstallReport.class);

    assertThat(host.calls)
        .containsExactly(
            "Preflight.Check",
            "Lease.Take",
            "Host.InstallPackages",
            "Build.Checkout",
            "Build.ProvideGo",
            "Build.ProvideRust",
            "Build.Compile",
            "Build.InstallVersion",
            "Build.PutIntoUse",
            "Params.Fetch",
            "Snapshot.Inspect",
            "Snapshot.Resolve",
            "Snapshot.Fetch",
            "Snapshot.ImportBeside",
            "Snapshot.Discard",
            "Node.WriteConfig",
            "Service.Install",
            "Service.Start",
            "Node.AwaitApi",
            "Sync.AwaitSynced",
            "Wallet.MakeWallets",
            "Wallet.BackUpKeys",
            "Wallet.ReadFunds",
            "Miner.Create",
            "Miner.WriteConfig",
            "Service.Install",
            "Service.Start",
            "Miner.AwaitApi",
            "Miner.AnnounceAddresses",
            "Storage.Attach",
            "Storage.Attach",
            "Miner.Verify");
    assertThat(report.miner()).hasValueSatisfying(m -> assertThat(m.actor()).isEqualTo("t01000"));
    assertThat(report.head().height()).isEqualTo(43);
  }

  @Test
  void parksAFailedStepAndTriesItAgainWhenResumed() {
    host.fails("Build.Compile", Trouble.DISK_FULL.withLog("no space left", "/srv/lotus", "3 GiB"));
    start();

    Attention parked = awaitAttention();
    assertThat(parked.workflowId()).isEqualTo("install/n1/build");
    assertThat(parked.step()).isEqualTo("Build.Compile");
    assertThat(parked.problem()).isEqualTo("DISK_FULL");
    assertThat(parked.arguments()).containsExactly("/srv/lotus", "3 GiB");
    assertThat(parked.logTail()).isEqualTo("no space left");

    control(parked).resume();

    run.getResult(InstallReport.class);
    assertThat(host.calls).containsSubsequence("Build.Compile", "Build.Compile", "Miner.Verify");
    assertThat(attention()).isEmpty();
  }

  @Test
  void takesTheSwapBackInsteadOfPreparing() {
    preparation().prepare(Plans.nodeAndMiner().host().undone());
    assertThat(host.calls).containsExactly("Host.RemoveSwap");
  }

  @Test
  void aDryRunThatCannotLookEndsAndWaitsForNobody() {
    host.fails("Host.InstallPackages", Trouble.DISK_FULL.because("x"));
    assertThatThrownBy(() -> preparation().prepare(Plans.dryPreparation()))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("DISK_FULL");
  }

  private HostPrepareWorkflow preparation() {
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(
            HostPrepareWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).build());
  }

  @Test
  void skipsOnlyAStepThatNothingBuildsOn() {
    host.fails("Build.Compile", Trouble.DISK_FULL.because("x"));
    host.fails("Miner.AnnounceAddresses", Trouble.DISK_FULL.because("x"));
    start();

    Attention build = awaitAttention();
    assertThatThrownBy(() -> control(build).skip("Build.Compile"))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("later steps build on its result");
    control(build).resume();

    await().until(() -> attention().filter(a -> a.step().startsWith("Miner.")).isPresent());
    Attention announce = attention().orElseThrow();
    assertThatThrownBy(() -> control(announce).skip("Miner.Verify"))
        .hasStackTraceContaining("parked is Miner.AnnounceAddresses");
    control(announce).skip("Miner.AnnounceAddresses");

    assertThat(run.getResult(InstallReport.class).miner()).isPresent();
    assertThat(host.calls).filteredOn("Miner.AnnounceAddresses"::equals).hasSize(1);
  }

  @Test
  void endsWhenTheOperatorAbortsAParkedRun() {
    host.fails("Build.Compile", Trouble.DISK_FULL.because("x"));
    start();

    control(awaitAttention()).abort("wrong disk");

    assertThat(failureOf(run).getType()).isEqualTo("ABORTED");
    assertThat(host.calls).endsWith("Build.Compile", "StopJobs");
  }

  @Test
  void failsAtOnceWhenNothingWasChangedYet() {
    host.fails("Preflight.Check", Trouble.REFUSED.because("no memory"));

    assertThat(failureOf(start()).getType()).isEqualTo("REFUSED");
    assertThat(host.calls).containsExactly("Preflight.Check");
  }

  @Test
  void waitsForFundsAndGoesOnByItselfWhenTheyArrive() {
    host.balances("0", "0", "0.4", "1.5");

    run = start();
    run.getResult(InstallReport.class);

    assertThat(host.calls)
        .containsSubsequence(
            "Wallet.ReadFunds", "Wallet.AskFaucet", "Wallet.ReadFunds", "Miner.Create");
    assertThat(attention()).isEmpty();
  }

  /** As after a worker that was killed right after it had asked. */
  @Test
  void callsNobodyForPlayMoneyThatWasAskedForBefore() {
    host.balances("0", "0", "0", "1.5");

    run = start(Plans.withFaucet());
    run.getResult(InstallReport.class);

    assertThat(temporal.getWorkflowClient().fetchHistory("install/n1/miner").getEvents())
        .extracting(HistoryEvent::getEventType)
        .doesNotContain(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES);
  }

  @Test
  void asksBeforeItSpendsAndGoesOnWhenApproved() {
    start(Plans.askingFirst());

    await().until(() -> attention().filter(a -> a.kind() == Attention.Kind.APPROVAL).isPresent());
    Attention asked = attention().orElseThrow();
    assertThat(asked.workflowId()).isEqualTo("install/n1/miner");
    assertThat(asked.step()).isEqualTo("Miner.Create");
    assertThat(asked.problem()).isEqualTo("MINER_COSTS_FUNDS");
    assertThat(asked.arguments()).containsExactly("t3owner", "1 FIL", "10 FIL");
    assertThatThrownBy(() -> control(asked).resume()).hasStackTraceContaining("nothing is parked");
    assertThatThrownBy(() -> control(asked).approve("Build.Compile"))
        .hasStackTraceContaining("asked for is Miner.Create");
    assertThat(host.calls).doesNotContain("Miner.Create");

    control(asked).approve("Miner.Create");

    run.getResult(InstallReport.class);
    assertThat(host.calls).containsSubsequence("Miner.Create", "Miner.Verify");
    assertThat(attention()).isEmpty();
  }

  @Test
  void spendsNothingWhenAbortedInsteadOfApproved() {
    start(Plans.askingFirst());

    control(awaitAttention()).abort("too dear");

    assertThat(failureOf(run).getType()).isEqualTo("ABORTED");
    assertThat(host.calls).doesNotContain("Miner.Create");
  }

  @Test
  void endsTheJobFirstWhenTheRunIsCancelled() {
    host.hangs("Build.Compile");
    start();
    await().until(() -> host.calls.contains("Build.Compile"));

    run.cancel();

    Throwable thrown = catchThrowable(() -> run.getResult(InstallReport.class));
    assertThat(thrown).isInstanceOf(WorkflowFailedException.class);
    assertThat(deepest(thrown)).isInstanceOf(CanceledFailure.class);
    assertThat(host.calls).endsWith("Build.Compile", "StopJobs");
  }

  @Test
  void refusesWordsThatFitNothing() {
    host.hangs("Build.Compile");
    start();
    await().until(() -> host.calls.contains("Build.Compile"));

    RunControl control =
        temporal.getWorkflowClient().newWorkflowStub(RunControl.class, "install/n1/build");
    assertThatThrownBy(control::resume).hasStackTraceContaining("nothing is parked here");
    assertThatThrownBy(() -> control.approve("x")).hasStackTraceContaining("no approval");
    run.cancel();
  }

  private WorkflowStub start() {
    return start(Plans.nodeAndMiner());
  }

  private WorkflowStub start(InstallPlan plan) {
    WorkflowClient client = temporal.getWorkflowClient();
    InstallWorkflow install =
        client.newWorkflowStub(
            InstallWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId("install/n1")
                .build());
    WorkflowClient.start(install::install, plan);
    run = WorkflowStub.fromTyped(install);
    return run;
  }

  private RunControl control(Attention parked) {
    return temporal.getWorkflowClient().newWorkflowStub(RunControl.class, parked.workflowId());
  }

  private Attention awaitAttention() {
    await().atMost(Duration.ofSeconds(20)).until(() -> attention().isPresent());
    return attention().orElseThrow();
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  private static ApplicationFailure failureOf(WorkflowStub run) {
    Throwable thrown = catchThrowable(() -> run.getResult(InstallReport.class));
    assertThat(deepest(thrown)).isInstanceOf(ApplicationFailure.class);
    return (ApplicationFailure) deepest(thrown);
  }

  private static Throwable deepest(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() instanceof TemporalFailure cause) {
      deepest = cause;
    }
    return deepest;
  }
}
