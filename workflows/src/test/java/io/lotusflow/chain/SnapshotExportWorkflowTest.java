package io.lotusflow.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.Plans;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SnapshotExportWorkflowTest {

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

  private WorkflowStub export(boolean compress, LeaseAsk.IfBusy ifBusy) {
    InstallPlan plan = Plans.nodeAndMiner();
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    SnapshotExportWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("snapshot-export/n1")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    run.start(
        new ExportPlan(
            plan.scope(),
            plan.daemon().orElseThrow(),
            "/srv/exports",
            2000,
            true,
            "",
            compress,
            3,
            Optional.empty(),
            ifBusy,
            LeaseAsk.FOR_EVER));
    return run;
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  private void say(String word, Object... arguments) {
    run.update(word, Void.class, arguments);
  }

  @Test
  void provesWhatItWroteBeforeItIsNamedAndOnlyThenDeletesOldOnes() {
    ExportedSnapshot done = export(true, LeaseAsk.IfBusy.WAIT).getResult(ExportedSnapshot.class);

    assertThat(node.calls)
        .containsExactly(
            "Lease.Take",
            "Export.Look",
            "Export.Write",
            "Export.Pack",
            "Export.Verify",
            "Export.Publish",
            "Export.Retain");
    assertThat(done.height()).isEqualTo(41);
  }

  @Test
  void compressesOnRequestOnly() {
    export(false, LeaseAsk.IfBusy.WAIT).getResult(ExportedSnapshot.class);

    assertThat(node.calls).doesNotContain("Export.Pack");
  }

  @Test
  void aRunThatShallNotWaitForTheNodeSaysThatItDidNothing() {
    node.heldBy = "chain-reset/n1";
    ExportedSnapshot done = export(false, LeaseAsk.IfBusy.SKIP).getResult(ExportedSnapshot.class);

    assertThat(node.calls).containsExactly("Lease.Take");
    assertThat(done.receipt().outcome()).isEqualTo(Receipt.Outcome.SKIPPED);
    assertThat(done.skipped().orElseThrow().arguments()).contains("chain-reset/n1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Export.Write", "Export.Pack", "Export.Verify"})
  void whatFailsIsRemovedBeforeAPersonIsAskedAndResumeStartsOver(String step) {
    node.fails(step, ExportProblem.EXPORT_DISK_FULL.because("/srv/exports", "1GiB", "0B"));
    export(true, LeaseAsk.IfBusy.WAIT);
    await().until(() -> attention().isPresent());

    assertThat(attention().orElseThrow().problem()).isEqualTo("EXPORT_DISK_FULL");
    assertThat(attention().orElseThrow().arguments()).contains("1GiB");
    assertThat(node.calls).containsSubsequence(step, "Export.Discard").endsWith("Export.Discard");

    say("resume");
    ExportedSnapshot done = run.getResult(ExportedSnapshot.class);
    assertThat(done.path()).isEqualTo("/srv/exports/x.car");
    assertThat(node.calls.stream().filter("Lease.Take"::equals)).hasSize(2);
    assertThat(node.calls.stream().filter("Export.Look"::equals)).hasSize(2);
  }

  @Test
  void aFailureOfAnotherKindIsToldInItsOwnWords() {
    node.fails("Export.Verify", ChainProblem.CHAIN_KEY_COPY_DIFFERS.because("/srv/keys"));
    export(false, LeaseAsk.IfBusy.WAIT);
    await().until(() -> attention().isPresent());

    assertThat(attention().orElseThrow().problem()).isEqualTo("EXPORT_UNDONE");
    assertThat(attention().orElseThrow().arguments().get(0)).contains("/srv/keys");
  }

  @Test
  void aRefusalBeforeAnythingIsWrittenEndsTheRun() {
    node.fails(
        "Export.Look", ExportProblem.EXPORT_NO_ROOM.because("/srv/exports", "2GiB", "1GiB", "x"));
    export(false, LeaseAsk.IfBusy.WAIT);

    assertThatThrownBy(() -> run.getResult(ExportedSnapshot.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("2GiB");
    assertThat(node.calls).containsExactly("Lease.Take", "Export.Look", "Export.Discard");
    assertThat(attention()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Export.Write", "Export.Pack", "Export.Verify"})
  void aCancelLeavesNothing(String step) {
    node.hangs(step);
    export(true, LeaseAsk.IfBusy.WAIT);
    await().until(() -> node.calls.contains(step));
    node.hangs("");
    run.cancel();

    assertThatThrownBy(() -> run.getResult(ExportedSnapshot.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(node.calls).endsWith("Export.Discard").doesNotContain("Export.Publish");
    if (step.equals("Export.Write")) {
      assertThat(node.calls).containsSubsequence(List.of(step, "StopJobs", "Export.Discard"));
    }
  }

  @Test
  void anAbortAfterAFailureEndsItWithNothingLeft() {
    node.fails("Export.Verify", ExportProblem.EXPORT_UNSOUND.because("x", "bad block"));
    export(false, LeaseAsk.IfBusy.WAIT);
    await().until(() -> attention().isPresent());
    say("abort", "enough");

    assertThatThrownBy(() -> run.getResult(ExportedSnapshot.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(node.calls).endsWith("Export.Discard");
  }
}
