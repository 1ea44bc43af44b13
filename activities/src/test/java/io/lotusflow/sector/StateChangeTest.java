package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.run.Scope;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A miner that takes any name for any number. */
class StateChangeTest {

  @TempDir Path folder;
  private final FakeNode miner = new FakeNode();
  private final List<String> updates = new CopyOnWriteArrayList<>();
  private volatile String state = "CommitFailed";

  @BeforeEach
  void answer() {
    version("1.36.2");
    miner
        .answering("WorkerJobs", "{}")
        .answering(
            "SectorsStatus",
            params ->
                ("{\"SectorID\":7,\"State\":\"%s\",\"LastErr\":\"no GPU\",\"Log\":["
                        + "{\"Kind\":\"event;sealing.SectorCommitFailed\",\"Timestamp\":1764000000}]}")
                    .formatted(state))
        .answering("SectorsUpdate", params -> update(params.get(1).asText()));
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private void version(String number) {
    miner.answering("Version", "{\"Version\":\"%s\",\"APIVersion\":1}".formatted(number));
  }

  private String update(String to) {
    updates.add(to);
    state = to;
    return "null";
  }

  private Receipt set(String to, boolean confirmed, String run) {
    NodeApi api = NodeApi.local(folder.toString(), miner.address());
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, false);
    return new StateChange(MinerApi.at(api), folder.resolve("evidence"), run, () -> {})
        .make(new SetStatePlan(scope, api, 7, to, confirmed));
  }

  private ApplicationFailure refused(String to) {
    return catchThrowableOfType(ApplicationFailure.class, () -> set(to, false, "r1"));
  }

  @Test
  void setsItAndKeepsWhatItWas() {
    Receipt receipt = set("Committing", false, "r1");
    assertThat(receipt.note()).startsWith("sector 7: CommitFailed → Committing, now Committing");
    assertThat(updates).containsExactly("Committing");
    assertThat(folder.resolve("evidence/7-r1.json"))
        .content()
        .contains("no GPU", "SectorCommitFailed", "2025-11-24");
  }

  @Test
  void aRepetitionDoesNotSetItBackOnceItHasMoved() {
    set("Committing", false, "r1");
    state = "CommitAggregateWait";
    assertThat(set("Committing", false, "r1").outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(updates).hasSize(1);
  }

  @Test
  void aRepetitionSetsItIfTheFirstDidNotGetThrough() {
    miner.failing("SectorsUpdate", 503);
    assertThat(catchThrowableOfType(RpcFailed.class, () -> set("Committing", false, "r1")))
        .isNotNull();
    miner.answering("SectorsUpdate", params -> update(params.get(1).asText()));
    assertThat(set("Committing", false, "r1").outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void leavesASectorAloneThatSomebodyWorksOn() {
    miner.answering("WorkerJobs", "{\"w\":[{\"Sector\":{\"Miner\":1000,\"Number\":7}}]}");
    assertThat(refused("Committing").getType()).isEqualTo("SECTOR_HAS_JOB");
    assertThat(updates).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Removing", "Proving", "PackingFailed", "FaultedFinal", "WaitDeals"})
  void wantsItsNumberAgainBeforeItMayBeLost(String end) {
    assertThat(refused(end).getType()).isEqualTo("SECTOR_STATE_ENDS");
    assertThat(updates).isEmpty();
    set(end, true, "r1");
    assertThat(updates).containsExactly(end);
  }

  @Test
  void knowsWhichVersionHasWhichState() {
    version("1.10.1");
    assertThat(refused("WaitMutable").getType()).isEqualTo("SECTOR_STATE_TOO_NEW");
    assertThat(set("SubmitCommitAggregate", false, "r1").outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void makesNoRecordOfASectorThatThereIsNot() {
    miner.refusing("SectorsStatus", "No state for /7: datastore: key not found");
    assertThat(refused("Committing").getType()).isEqualTo("SECTOR_UNKNOWN");
    assertThat(updates).isEmpty();
  }
}
