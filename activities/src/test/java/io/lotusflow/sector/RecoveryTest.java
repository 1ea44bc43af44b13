package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Failures;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A miner with one sector, whose worker panics. */
class RecoveryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();
  private Recovery recovery;
  private String state = "PreCommit2";
  private String ticket = "null";
  private String jobs = "{}";
  private Instant headAt = NOW.plus(Duration.ofDays(9));

  @BeforeEach
  void begin() {
    node.answering("ActorAddress", "\"t01000\"")
        .answering("Version", "{\"Version\":\"1.36.2+mainnet\",\"BlockDelay\":30}")
        .answering(
            "SectorsStatus",
            params ->
                """
                {"SectorID":7,"State":"%s","LastErr":"","Retries":0,
                 "Ticket":{"Value":%s,"Epoch":0},"PreCommitMsg":null,"CommitMsg":null,
                 "Log":[{"Kind":"event;sealing.SectorPreCommit1","Timestamp":%d,
                 "Message":"","Trace":""}]}"""
                    .formatted(state, ticket, NOW.minusSeconds(3600).getEpochSecond()))
        .answering("WorkerJobs", params -> jobs)
        .answering("WorkerStats", "{\"s-1\":{\"Enabled\":true,\"Tasks\":[]}}")
        .answering("StorageFindSector", "[{\"ID\":\"id-1\",\"URLs\":[\"http://w:1/remote\"]}]")
        .answering("StorageStat", "{\"Capacity\":1,\"Available\":1,\"Reserved\":0}")
        .answering("StateSectorPreCommitInfo", "null")
        .answering("StateSectorGetInfo", "null")
        .answering("SealingSchedDiag", "{\"SchedInfo\":{\"Requests\":[]}}")
        .answering(
            "ChainHead",
            params ->
                "{\"Height\":9,\"Blocks\":[{\"Timestamp\":%d,\"ParentBaseFee\":\"1\"}]}"
                    .formatted(headAt.getEpochSecond()))
        .answering("SectorsUpdate", "null")
        .answering("SealingAbort", "null");
    NodeApi api = NodeApi.local(folder.resolve("miner").toString(), node.address());
    recovery =
        new Recovery(
            MinerApi.at(api),
            FullNode.at(api),
            folder.resolve("evidence"),
            new NodeId("n"),
            Duration.ofMinutes(10));
  }

  @AfterEach
  void end() {
    node.close();
  }

  private List<String> acts() {
    return node.calls.stream()
        .filter(call -> call.contains("SectorsUpdate") || call.contains("SealingAbort"))
        .map(call -> call.substring(call.indexOf(' ') + 1))
        .toList();
  }

  private Receipt cure() {
    return recovery.cure(recovery.diagnose(7, NOW), List.of(), NOW);
  }

  private List<Path> evidence() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("evidence"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("7-")).toList();
    }
  }

  @Test
  void drawsATicketAndAbortsTheCallThatPanics() throws IOException {
    jobs =
        """
        {"s-1":[{"ID":{"Sector":{"Miner":1000,"Number":7},"ID":"c0ffee00-1"},
        "Sector":{"Miner":1000,"Number":7},"Task":"seal/v0/precommit/2","RunWait":0,
        "Start":"2026-03-01T09:00:00Z"}]}""";
    Receipt receipt = cure();
    assertThat(acts())
        .satisfiesExactly(
            first -> assertThat(first).contains("SectorsUpdate").contains("GetTicket"),
            second -> assertThat(second).contains("SealingAbort").contains("c0ffee00-1"));
    assertThat(receipt.commands())
        .containsExactly(
            "lotus-miner sectors update-state --really-do-it 7 GetTicket",
            "lotus-miner sealing abort c0ffee00");
    assertThat(evidence()).hasSize(1);
    assertThat(Files.readString(evidence().get(0)))
        .contains("NULL_TICKET")
        .contains("event;sealing.SectorPreCommit1");
  }

  @Test
  void doesNothingWhereItIsAnotherCaseByNow() {
    SectorFinding finding = recovery.diagnose(7, NOW);
    ticket = "\"AAAA\"";
    state = "Proving";
    assertThat(recovery.cure(finding, List.of(), NOW).outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(acts()).isEmpty();
  }

  @Test
  void doesNothingOnTheWordOfAnOldHead() {
    headAt = NOW.minus(Duration.ofMinutes(10));
    assertThat(Failures.of(this::cure).getType()).isEqualTo("ACTOR_NODE_NOT_SYNCED");
    assertThat(acts()).isEmpty();
  }

  @Test
  void helpsThreeTimesADayAndThenAsks() {
    ticket = "\"AAAA\"";
    Instant later = NOW;
    for (int i = 0; i < 3; i++) {
      SectorFinding finding = recovery.diagnose(7, later);
      assertThat(finding.what()).isEqualTo(SectorCase.WEDGED);
      recovery.cure(finding, List.of(), later);
      assertThat(recovery.diagnose(7, later.plusSeconds(60)).what())
          .isEqualTo(SectorCase.JUST_HELPED);
      later = later.plus(Duration.ofHours(1));
    }
    SectorFinding fourth = recovery.diagnose(7, later);
    assertThat(fourth.what()).isEqualTo(SectorCase.TRIED_ENOUGH);
    assertThat(recovery.cure(fourth, List.of(), later).outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(acts()).hasSize(3).allMatch(act -> act.contains("PreCommit2"));
    assertThat(recovery.diagnose(7, later.plus(Duration.ofDays(1))).what())
        .isEqualTo(SectorCase.WEDGED);
  }

  @Test
  void aBatchIsToldWhoHasTheFiles() {
    ticket = "\"AAAA\"";
    node.refusing("StorageStat", "connection refused");
    var failure =
        Failures.of(() -> StandingStill.setGoing(recovery, new SectorAt(7, "PreCommit2"), NOW));
    assertThat(failure.getType()).isEqualTo("SECTOR_FILES_AWAY");
    assertThat(failure.getMessage()).contains("http://w:1/remote");
    assertThat(acts()).isEmpty();
  }

  @Test
  void aSecretInAWorkersLogIsNotKept() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("worker.log"),
            "token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJyZWFkIl19.c2lnbmF0dXJlc2lnbmF0dXJl\npanic: nil\n");
    recovery.cure(recovery.diagnose(7, NOW), List.of(log.toString()), NOW);
    assertThat(Files.readString(evidence().get(0)))
        .contains("panic: nil")
        .doesNotContain("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9");
  }
}
