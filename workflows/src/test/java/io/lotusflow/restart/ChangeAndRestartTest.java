package io.lotusflow.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.Plans;
import io.lotusflow.minerconfig.ConfigDraft;
import io.lotusflow.minerconfig.MinerConfigPlan;
import io.lotusflow.minerconfig.MinerConfigProblem;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A configuration that is read at the start. */
@Timeout(60)
class ChangeAndRestartTest {

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

  private void start(boolean noRestart) {
    InstallPlan install = Plans.nodeAndMiner();
    RestartPlan restart =
        new RestartPlan(
            install.scope(),
            RestartPlan.What.MINER,
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
            Optional.empty());
    run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "MinerConfig",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("miner-config/n1")
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    run.start(
        new MinerConfigPlan(
            install.scope(),
            install.miner().orElseThrow(),
            List.of("Sealing.MaxSealingSectors=4"),
            restart,
            noRestart));
  }

  @Test
  void isWrittenWhileTheMinerIsStopped() {
    start(false);
    run.getResult(Receipt.class);

    assertThat(machine.calls)
        .containsSubsequence(
            "MinerConfig.Check",
            "Window.Look",
            "Service.Stop lotus-miner",
            "MinerConfig.Check",
            "MinerConfig.Write",
            "Service.Start lotus-miner",
            "Restart.Verify")
        .doesNotContain("MinerConfig.PutBack");
  }

  @Test
  void aMinerThatDoesNotStartWithItGetsTheOldOneBackFirst() {
    machine.fails(
        "Miner.AwaitApi", ApplicationFailure.newNonRetryableFailure("it ended", "BROKEN"));
    start(false);
    await().atMost(Duration.ofSeconds(20)).until(() -> problem().equals("RESTART_UNDONE"));

    assertThat(machine.calls)
        .endsWith(
            "Service.Stop lotus-miner",
            "MinerConfig.PutBack",
            "Service.Start lotus-miner",
            "Miner.AwaitApi");
    assertThat(machine.runs).containsEntry("lotus-miner", true);
  }

  @Test
  void anOldOneThatIsGoneLeavesNoMinerStopped() {
    machine.fails(
        "Miner.AwaitApi", ApplicationFailure.newNonRetryableFailure("it ended", "BROKEN"));
    machine.fails(
        "MinerConfig.PutBack", MinerConfigProblem.MINER_CONFIG_COPY_GONE.because("a copy"));
    start(false);
    await().atMost(Duration.ofSeconds(20)).until(() -> problem().equals("RESTART_UNDONE"));

    assertThat(machine.calls)
        .endsWith("MinerConfig.PutBack", "Service.Start lotus-miner", "Miner.AwaitApi");
    assertThat(machine.runs).containsEntry("lotus-miner", true);
  }

  private String problem() {
    return Optional.ofNullable(
            (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class))
        .map(Attention::problem)
        .orElse("");
  }

  @Test
  void whatActsAtOnceOrShallWaitStopsNothing() {
    start(true);
    run.getResult(Receipt.class);
    assertThat(machine.calls).containsExactly("MinerConfig.Check", "MinerConfig.Write");
  }

  @Test
  void whatIsSetAlreadyIsNotWritten() {
    machine.draft = new ConfigDraft(Receipt.alreadySo(""), "d", false, false);
    start(false);
    run.getResult(Receipt.class);
    assertThat(machine.calls).containsExactly("MinerConfig.Check");
  }
}
