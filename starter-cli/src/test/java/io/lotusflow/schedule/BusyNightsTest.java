package io.lotusflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.alert.AlertDesk;
import io.lotusflow.cli.Cli;
import io.lotusflow.home.Home;
import io.lotusflow.node.LeaseHolder;
import io.lotusflow.node.LeaseState;
import io.lotusflow.node.NodeLeaseActivitiesImpl;
import io.lotusflow.node.NodeLeaseWorkflow;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nightly resets of a node whose lease another run has. */
@Tag("dev-server")
class BusyNightsTest extends ServerAndHost {

  private static final String RESET = "chain-reset/n1";
  private static final String LEASE = NodeLeaseWorkflow.id(new NodeId("n1"));

  private LeaseHolder holder;

  @BeforeEach
  void takeTheNode() {
    chain.sleeps = true;
    assertThat(call("sync", "wait", "--detach").exit()).isZero();
    String runId =
        connection.client().newUntypedWorkflowStub(ID).describe().getExecution().getRunId();
    holder = new LeaseHolder(ID, runId, Instant.now());
    NodeLeaseWorkflow lease =
        connection
            .client()
            .newWorkflowStub(
                NodeLeaseWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(LEASE)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    BatchRequest request = connection.client().newSignalWithStartRequest();
    request.add(lease::serve, LeaseState.FREE);
    request.add(lease::ask, holder);
    connection.client().signalWithStart(request);
    await().atMost(PATIENCE).until(() -> lease().isHeldBy(holder));
  }

  @AfterEach
  void giveTheNodeBack() {
    call("schedule", "delete", RESET, "--yes");
    connection.client().newUntypedWorkflowStub(LEASE).signal("giveUp", holder);
  }

  private LeaseState lease() {
    return NodeLeaseActivitiesImpl.state(connection.client(), LEASE);
  }

  private Cli nightly(String... rules) {
    List<String> all = new ArrayList<>(List.of(rules));
    all.addAll(List.of("--confirm", "n1"));
    Cli create = createOf("chain-reset", all.toArray(String[]::new));
    assertThat(create.exit()).as(create.err()).isZero();
    return create;
  }

  @Test
  void areSkippedVisiblyAndTheSecondIsTold() throws Exception {
    nightly("--at", "03:00", "--when-busy", "skip");
    SkipWatch watch =
        new SkipWatch(
            book,
            host(),
            new Home(home).alerts().resolve("schedules"),
            new AlertDesk(connection.client()),
            Optional.empty());
    assertThat(call("schedule", "trigger", RESET).out())
        .contains("was skipped: sync/n1 has the node");
    watch.look();
    assertThat(chat.heard).isEmpty();

    assertThat(call("schedule", "trigger", RESET).out()).contains("was skipped");
    watch.look();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(chat.heard).hasSize(1));
    assertThat(chat.heard.get(0)).contains("\"event\":\"skipped\"", "NODE_BUSY");
    assertThat(call("schedule", "show", RESET).out()).contains("sync/n1 has the node");
    assertThat(call("run", "list").out()).contains("skipped");
    assertThat(lease().waiting()).isEmpty();

    String run = lastRun(RESET).path("id").asText();
    keepHistory("scheduled-0.1.0-leased-busy.json", run);
    keepHistory("reset-0.1.0-busy.json", RESET);
    bookkeeping().sweep();
    assertThat(call("run", "show", run).out())
        .contains("sync/n1 has the node; waited 0min", "receipts/chain-reset_n1/");
  }

  /** Else each night would wait for an approval. */
  @Test
  void areAllowedWhenTheScheduleIsMadeWhereCoinsAreWorthMoney() throws Exception {
    Cli without = createOf("chain-reset", "--at", "03:00");
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err()).contains("Each run will replace the chain of n1", "--confirm n1");
    nightly("--at", "03:00");
    assertThat(shown(RESET).path("settingsAre").asText()).isEqualTo("same");
    settings("20m");
    assertThat(shown(RESET).path("settingsAre").asText()).isEqualTo("old");
  }

  @Test
  void aSkippedOneIsNotTheLastThatWasDone() {
    nightly("--at", "03:00", "--when-busy", "skip");
    assertThat(call("schedule", "trigger", RESET).out()).contains("has the node");
    nightly("--at", "03:00", "--when-busy", "skip", "--only-if", "age>1d");
    assertThat(call("schedule", "trigger", RESET).out())
        .contains("has the node")
        .doesNotContain("runs only if");
  }

  @Test
  void waitForTheLeaseAsLongAsTheyMay() {
    nightly("--at", "03:00", "--when-busy", "wait", "--wait-at-most", "5s");
    assertThat(call("schedule", "trigger", RESET, "--detach").exit()).isZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(call("run", "show", lastRun(RESET).path("id").asText()).out())
                    .contains("waiting for sync/n1"));
    assertThat(lease().waiting()).extracting(LeaseHolder::workflowId).containsExactly(RESET);
    await().atMost(PATIENCE).until(() -> lease().waiting().isEmpty());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(lastRun(RESET).path("status").asText()).isEqualTo("completed"));
    assertThat(call("schedule", "show", RESET).out()).contains("sync/n1 has the node");
  }
}
