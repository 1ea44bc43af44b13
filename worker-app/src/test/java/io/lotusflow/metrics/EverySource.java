package io.lotusflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.SectorCount;
import io.lotusflow.messages.Language;
import io.lotusflow.run.BookReader;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunReceipt;
import io.lotusflow.run.Scope;
import io.lotusflow.sector.SectorAt;
import io.lotusflow.sector.SectorTrouble;
import io.lotusflow.sector.SectorWatchActivities;
import io.lotusflow.sector.WatchLook;
import io.lotusflow.sector.WatchPlan;
import io.lotusflow.temporal.Payloads;
import io.lotusflow.wallet.MinerPurse;
import io.lotusflow.watch.RunBackground;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.Step;
import io.lotusflow.watch.StepState;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All that tells a worker's figures something: its books, a look of the watch, the chain, a run.
 */
final class EverySource {

  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Metrics metrics;
  private final Instant looked;

  /**
   * @param looked when the watch is said to have looked
   */
  EverySource(Metrics metrics, Instant looked) {
    this.metrics = metrics;
    this.looked = looked;
  }

  /** A run is open, one waits, another schedule was skipped; the chain was looked at. */
  void begins() throws IOException {
    metrics.polls(true);
    metrics
        .books()
        .open(
            List.of(
                new BookReader.OpenRun("install", "node-1", "parked"),
                new BookReader.OpenRun("chain-reset", "node-1", "")));
    metrics.books().skips(List.of(new BookReader.Skips("schedule/chain-reset/node-1", 2)));
    metrics.miners().show("node-1", figures());
  }

  /** The reset has ended. */
  void ends() throws IOException {
    metrics.books().ended(receipt());
  }

  /** Runs one step of the watch. */
  @WorkflowInterface
  public interface Looking {
    @WorkflowMethod
    void look(WatchPlan plan);
  }

  /** With retries. */
  public static final class LookingImpl implements Looking {
    @Override
    public void look(WatchPlan plan) {
      Workflow.newActivityStub(
              SectorWatchActivities.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build())
          .look(plan);
    }
  }

  private static final class Watch implements SectorWatchActivities {
    private final AtomicBoolean tried = new AtomicBoolean();

    @Override
    public WatchLook look(WatchPlan plan) {
      if (!tried.getAndSet(true)) {
        throw new IllegalStateException("the first attempt fails");
      }
      return new WatchLook(
          Receipt.alreadySo(""),
          Map.of("Proving", 40, "PreCommit1", 2),
          List.of(),
          List.of(7L),
          List.of(),
          List.of(),
          SectorTrouble.News.NONE);
    }

    @Override
    public Receipt setGoing(WatchPlan plan, SectorAt sector) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Receipt told(WatchPlan plan, long until) {
      throw new AssertionError("not asked for");
    }
  }

  private static RunReceipt receipt() throws IOException {
    JsonNode result =
        JSON.readTree("{\"bytes\": 1000, \"downtime\": {\"silent\": 2.5, \"stale\": 30.0}}");
    Step step =
        new Step(
            "chain-reset/node-1",
            "host-1",
            "Chain.SwitchDatastore",
            StepState.DONE,
            NOON,
            Optional.of(NOON.plusSeconds(60)),
            3,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            result);
    RunBackground background =
        new RunBackground(
            "ChainReset",
            JSON.readTree("{\"scope\": {\"node\": \"node-1\"}}"),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            0);
    return new RunReceipt(
        new RunView(
            "chain-reset/node-1",
            "11111111-2222",
            "chain-reset",
            RunView.Status.COMPLETED,
            NOON,
            Optional.of(NOON.plusSeconds(90)),
            List.of(step),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            background));
  }

  private MinerFigures figures() {
    return new MinerFigures(
        looked,
        1,
        new SectorCount(42, 40, 2),
        AttoFil.ofFil("0.5"),
        List.of(
            new MinerPurse.Purse(
                "t0100", "t3x", List.of("owner", "worker"), AttoFil.ofFil("12.25"), true)));
  }

  /** A step is done at its second attempt, and a call to the server fails. */
  void aStepRuns() {
    Scope scope = new Scope(new NodeId("node-1"), new HostId("host-1"), Language.ENGLISH, false);
    NodeApi nobody = new NodeApi("", "/ip4/127.0.0.1/tcp/9/http", "/nowhere/token");
    try (TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setMetricsScope(metrics.scope())
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(metrics.steps())
                        .build())
                .build())) {
      Worker worker = environment.newWorker("q");
      worker.registerWorkflowImplementationTypes(LookingImpl.class);
      worker.registerActivitiesImplementations(new Watch());
      environment.start();
      environment
          .getWorkflowClient()
          .newWorkflowStub(
              Looking.class,
              WorkflowOptions.newBuilder()
                  .setTaskQueue("q")
                  .setWorkflowRunTimeout(Duration.ofMinutes(1))
                  .build())
          .look(new WatchPlan(scope, nobody, nobody, Duration.ofMinutes(1)));
      WorkflowStub unknown = environment.getWorkflowClient().newUntypedWorkflowStub("nobody");
      assertThat(catchThrowable(() -> unknown.signal("fails"))).isNotNull();
    }
  }
}
