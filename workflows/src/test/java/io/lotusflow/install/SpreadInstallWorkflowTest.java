package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.handover.HandOverPlan;
import io.lotusflow.run.Attention;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Problem;
import io.lotusflow.run.RunControl;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The daemon's host, the miner's, where the run is asked for, and one for seal workers. */
@Timeout(120)
class SpreadInstallWorkflowTest {
  private static final HostId CHAIN = new HostId("chain-1");
  private static final HostId SEALER = new HostId("sealer-1");

  private enum Trouble implements Problem {
    DISK_FULL;

    @Override
    public Cure cure() {
      return Cure.OPERATOR;
    }
  }

  private final FakeHost miner = new FakeHost();
  private final FakeHost chain = new FakeHost();
  private final FakeHost sealer = new FakeHost();
  private TestWorkflowEnvironment temporal;
  private List<WorkerFactory> others;
  private WorkflowStub run;

  @BeforeEach
  void startWorkers() {
    temporal = ProcedureEnvironment.of(Plans.HOST, miner.activities());
    others =
        List.of(
            ProcedureEnvironment.join(temporal, CHAIN, chain.activities()),
            ProcedureEnvironment.join(temporal, SEALER, sealer.activities()));
  }

  @AfterEach
  void stopWorkers() {
    others.forEach(WorkerFactory::shutdownNow);
    temporal.close();
  }

  private static InstallPlan only(InstallPlan plan, boolean daemon, boolean miner) {
    return new InstallPlan(
        plan.scope(),
        plan.host(),
        plan.build(),
        plan.daemon().filter(any -> daemon),
        plan.snapshot().filter(any -> daemon),
        plan.sync(),
        plan.miner().filter(any -> miner));
  }

  private static SpreadInstallPlan plan() {
    InstallPlan here = Plans.nodeAndMiner();
    InstallPlan there = Plans.on(CHAIN, here, InstallPlan.class);
    HandOverPlan token =
        new HandOverPlan(
            here.scope(),
            CHAIN,
            HandOverPlan.Of.DAEMON,
            there.daemon().orElseThrow().api(),
            "/ip4/10.0.0.1/tcp/1234/http",
            "/srv/lotus/daemon-token",
            HandOverPlan.Content.TOKEN,
            "");
    return new SpreadInstallPlan(
        here.scope(),
        List.of(
            new HostInstall(
                only(here, false, true).withTokenToCome(),
                here.miner().map(any -> any.params()),
                Optional.of(token)),
            new HostInstall(only(there, true, false), Optional.empty(), Optional.empty()),
            new HostInstall(
                only(Plans.on(SEALER, here, InstallPlan.class), false, false),
                Plans.on(SEALER, here, InstallPlan.class).miner().map(any -> any.params()),
                Optional.empty())));
  }

  private void start() {
    run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "InstallSpread",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("install/n1")
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    run.start(plan());
  }

  private InstallReport ended() {
    return run.getResult(InstallReport.class);
  }

  private Attention awaitAttention() {
    await().atMost(Duration.ofSeconds(20)).until(() -> attention().isPresent());
    return attention().orElseThrow();
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  @Test
  void eachHostGetsItsPartAndTheMinerComesAfterTheDaemonAndItsToken() {
    start();
    InstallReport report = ended();

    assertThat(chain.calls)
        .startsWith("Preflight.Check", "Host.InstallPackages")
        .containsSubsequence("Build.PutIntoUse", "Snapshot.ImportBeside", "Node.AwaitApi")
        .endsWith("Sync.AwaitSynced", "HandOver.Seal")
        .doesNotContain("Params.Fetch", "Miner.Create");
    assertThat(miner.calls)
        .containsSubsequence(
            "Preflight.Check",
            "Lease.Take",
            "Build.PutIntoUse",
            "Params.Fetch",
            "HandOver.TellKey",
            "HandOver.Open",
            "Wallet.MakeWallets",
            "Miner.Create",
            "Miner.Verify")
        .doesNotContain("Node.WriteConfig", "Snapshot.ImportBeside");
    assertThat(sealer.calls).endsWith("Build.PutIntoUse", "Params.Fetch");
    assertThat(miner.opened).isEqualTo("for the key of " + Plans.HOST);
    assertThat(report.miner()).isPresent();
    assertThat(report.node().isRemote()).isFalse();
  }

  @Test
  void hostsArePreparedAtOnceAndOneThatParksHoldsUpOnlyWhatNeedsIt() {
    chain.fails("Build.Compile", Trouble.DISK_FULL.because());
    start();

    Attention parked = awaitAttention();
    assertThat(parked.workflowId()).isEqualTo("install/n1/build@chain-1");
    await().until(() -> sealer.calls.contains("Params.Fetch"));
    await().until(() -> miner.calls.contains("Params.Fetch"));
    assertThat(miner.calls).doesNotContain("HandOver.TellKey", "Miner.Create");

    temporal.getWorkflowClient().newWorkflowStub(RunControl.class, parked.workflowId()).resume();
    assertThat(ended().miner()).isPresent();
    assertThat(chain.calls).containsSubsequence("Build.Compile", "Build.Compile", "HandOver.Seal");
  }

  @Test
  void aCancelledRunEndsWhatItDoesOnEachHost() {
    chain.hangs("Build.Compile");
    sealer.hangs("Build.Compile");
    start();
    await().until(() -> chain.calls.contains("Build.Compile"));
    await().until(() -> sealer.calls.contains("Build.Compile"));

    run.cancel();

    assertThat(catchThrowable(this::ended)).hasRootCauseInstanceOf(CanceledFailure.class);
    assertThat(chain.calls).contains("StopJobs");
    assertThat(sealer.calls).contains("StopJobs");
    assertThat(miner.calls).doesNotContain("Miner.Create");
  }

  @Test
  void anAbortOnOneHostEndsTheOthersToo() {
    chain.fails("Build.Compile", Trouble.DISK_FULL.because());
    sealer.hangs("Build.Compile");
    start();
    Attention parked = awaitAttention();
    await().until(() -> sealer.calls.contains("Build.Compile"));

    temporal
        .getWorkflowClient()
        .newWorkflowStub(RunControl.class, parked.workflowId())
        .abort("the disk is too small");

    assertThat(catchThrowable(this::ended)).hasStackTraceContaining("ABORTED");
    await().until(() -> sealer.calls.contains("StopJobs"));
    assertThat(miner.calls).doesNotContain("Miner.Create");
  }
}
