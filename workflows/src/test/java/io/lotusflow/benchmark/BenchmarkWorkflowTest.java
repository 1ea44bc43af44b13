package io.lotusflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.job.JobActivities;
import io.lotusflow.job.StopJobs;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.params.ParamsActivities;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BenchmarkWorkflowTest {

  private final FakeMachine machine = new FakeMachine();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  /** Measures what the manual measured, unless it is told otherwise. */
  private static final class FakeMachine
      implements BenchmarkActivities, ParamsActivities, JobActivities {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile Optional<BenchmarkProblem> refusal = Optional.empty();
    volatile Optional<BenchmarkProblem> failure = Optional.empty();

    private Receipt called(String name) {
      calls.add(name);
      return Receipt.done("");
    }

    @Override
    public Receipt check(BenchmarkPlan plan) {
      refusal.ifPresent(
          problem -> {
            throw problem.because("t01000");
          });
      return called("check");
    }

    @Override
    public Receipt fetch(ParamsPlan plan) {
      return called("fetch " + plan.sectorSize());
    }

    @Override
    public Measured measure(BenchmarkPlan plan) {
      failure.ifPresent(
          problem -> {
            throw problem.because("/log");
          });
      return new Measured(called("measure"), "/kept.json", Optional.of(BenchmarkResult.MANUAL));
    }

    @Override
    public Receipt clear(BenchmarkPlan plan) {
      return called("clear");
    }

    @Override
    public void stopJobs(StopJobs request) {
      calls.add("stop " + request.step());
    }
  }

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, machine);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private void start(boolean skipCommit2) {
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    BenchmarkWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("benchmark/n1")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    MinerPlan miner = Plans.nodeAndMiner().miner().orElseThrow();
    run.start(
        new BenchmarkPlan(
            miner.scope(),
            "/opt/lotus/current/bin/lotus-bench",
            ByteSize.parse("32GiB"),
            "/data/bench",
            skipCommit2,
            false,
            false,
            Map.of(),
            miner.params(),
            miner.node(),
            Optional.of(miner)));
  }

  private Measured ended() {
    return run.getResult(Measured.class);
  }

  @Test
  void fetchesParametersBeforeItMeasuresAndLeavesNothing() {
    start(false);

    assertThat(ended().result()).contains(BenchmarkResult.MANUAL);
    assertThat(machine.calls).containsExactly("check", "fetch 32GiB", "measure", "clear");
  }

  @Test
  void withoutCommit2ItNeedsNoParameters() {
    start(true);

    ended();
    assertThat(machine.calls).containsExactly("check", "measure", "clear");
  }

  @Test
  void doesNothingOnAMachineWhoseMinerProves() {
    machine.refusal = Optional.of(BenchmarkProblem.BENCHMARK_MINER_PROVES);
    start(false);

    assertThat(catchThrowable(this::ended)).isInstanceOf(WorkflowFailedException.class);
    assertThat(machine.calls).isEmpty();
  }

  @Test
  void waitsForAPersonWhenItFailedAndThenMeasures() {
    machine.failure = Optional.of(BenchmarkProblem.BENCHMARK_NO_RESULT);
    start(true);

    await().until(() -> attention().isPresent());
    assertThat(attention().orElseThrow().problem()).isEqualTo("BENCHMARK_NO_RESULT");
    machine.failure = Optional.empty();
    run.update("resume", Void.class);

    assertThat(ended().file()).isEqualTo("/kept.json");
    assertThat(machine.calls).endsWith("measure", "clear");
  }

  @Test
  void anAbortedOneLeavesNothingEither() {
    machine.failure = Optional.of(BenchmarkProblem.BENCHMARK_NO_RESULT);
    start(true);

    await().until(() -> attention().isPresent());
    run.update("abort", Void.class, "no need");

    assertThat(catchThrowable(this::ended)).isInstanceOf(WorkflowFailedException.class);
    assertThat(machine.calls).endsWith("clear").doesNotContain("measure");
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }
}
