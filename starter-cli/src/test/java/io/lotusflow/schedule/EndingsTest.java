package io.lotusflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.cli.Cli;
import io.lotusflow.cli.Unpacked;
import io.lotusflow.home.Home;
import io.lotusflow.run.Bookkeeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left of runs that did not end well, and who is told. */
@Tag("dev-server")
class EndingsTest extends ServerAndHost {

  @Test
  void aFailedRunLeavesItsReasonAndIsToldOnce() throws Exception {
    chain.fails = true;
    assertThat(call("sync", "wait").exit()).isNotZero();

    assertThat(receipt("failed").path("failure").toString()).contains("nothing was changed");
    assertThat(page()).contains("# sync/n1 – failed", "Why: nothing was changed", "sync wait");
    assertThat(shownRun()).contains("Why: nothing was changed", "receipts/sync_n1/");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(chat.heard).hasSize(1));
    bookkeeping().sweep();
    bookkeeping().sweep();
    assertThat(chat.heard).hasSize(1);
    assertThat(chat.heard.get(0)).contains("\"event\":\"failed\"", "run show sync/n1");
  }

  @Test
  void aFailedRunGoesIntoASupportBundleWithItsHistory() throws Exception {
    chain.fails = true;
    assertThat(call("sync", "wait").exit()).isNotZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(call("run", "list").out()).contains("failed"));

    Path file = home.resolve("bundle.tar.gz");
    Cli bundle = call("support-bundle", "--to", file.toString());
    assertThat(bundle.exit()).as(bundle.err()).isZero();
    Map<String, String> texts = Unpacked.texts(file);
    List<String> ofRuns =
        texts.keySet().stream().filter(name -> name.matches("(runs|histories)/.*")).toList();
    assertThat(ofRuns).hasSizeGreaterThan(1).allMatch(name -> name.contains("sync_n1."));
    assertThat(ofRuns.stream().map(texts::get))
        .anyMatch(text -> text.contains("EVENT_TYPE_WORKFLOW_EXECUTION_FAILED"));
    assertThat(texts.get("left-out.txt")).doesNotContain("histories", "schedules", "hosts");
    assertThat(texts).containsKeys("hosts.json", "schedules.json");
  }

  @Test
  void aParkedRunIsToldOnceAndOnceItIsAbortedLeavesTheOperatorsReason() throws Exception {
    park();
    Bookkeeping books = bookkeeping();
    books.sweep();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(chat.heard).hasSize(1));
    assertThat(chat.heard.get(0)).contains("\"event\":\"parked\"", "run show sync/n1");
    books.sweep();
    bookkeeping().sweep();

    Cli abort = call("run", "abort", ID, "--reason", "wrong disk", "--yes");
    assertThat(abort.exit()).as(abort.err()).isZero();
    assertThat(receipt("failed").path("failure").toString()).contains("wrong disk");
    assertThat(page()).contains("# sync/n1 – given up by the operator", "wrong disk");
    assertThat(shownRun()).contains("wrong disk", "receipts/sync_n1/");
    assertThat(chat.heard).hasSize(1);
  }

  @Test
  void aCancelledRunLeavesAReceiptAndIsNoNews() throws Exception {
    chain.sleeps = true;
    assertThat(call("sync", "wait", "--detach").exit()).isZero();
    Cli cancel = call("run", "cancel", ID, "--yes");
    assertThat(cancel.err()).doesNotContain("\tat ");

    receipt("cancelled");
    assertThat(page()).contains("# sync/n1 – cancelled");
    assertThat(shownRun()).contains("receipts/sync_n1/");
    assertThat(chat.heard).isEmpty();
  }

  @Test
  void aTerminatedRunLeavesAReceiptThatSaysThatNothingWasUndone() throws Exception {
    chain.sleeps = true;
    assertThat(call("sync", "wait", "--detach").exit()).isZero();
    connection.client().newUntypedWorkflowStub(ID).terminate("by somebody in the UI");

    receipt("terminated");
    assertThat(page()).contains("ended from outside; nothing was undone");
    assertThat(shownRun()).contains("by somebody in the UI", "receipts/sync_n1/");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(chat.heard).hasSize(1));
    assertThat(chat.heard.get(0))
        .contains("\"event\":\"terminated\"", "nothing was undone", "by somebody in the UI");
  }

  private void park() {
    chain.needsSomebody = true;
    assertThat(call("sync", "wait", "--detach").exit()).isZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(call("run", "list").out()).contains("needs you"));
  }

  /** Written by what a worker does now and then. */
  private JsonNode receipt(String status) throws IOException {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              bookkeeping().sweep();
              return written(".json").count() == 1;
            });
    JsonNode json = JSON.readTree(file(".json").toFile());
    assertThat(json.path("status").asText()).isEqualTo(status);
    assertThat(json.path("asked").path("command").asText()).contains("sync wait");
    return json;
  }

  private String page() throws IOException {
    return Files.readString(file(".md"));
  }

  private String shownRun() {
    Cli show = call("run", "show", ID);
    assertThat(show.exit()).isZero();
    return show.out();
  }

  private Path file(String ending) throws IOException {
    return written(ending).findFirst().orElseThrow();
  }

  private Stream<Path> written(String ending) throws IOException {
    Path receipts = new Home(home).receipts();
    try (Stream<Path> files = Files.walk(receipts)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
    }
  }
}
