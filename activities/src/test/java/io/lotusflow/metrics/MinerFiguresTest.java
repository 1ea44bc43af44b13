package io.lotusflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.SectorCount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epoch 100000 is the tenth of deadline 2, of eight, which has three partitions. */
class MinerFiguresTest {
  private static final Instant HEAD = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();
  private final FakeNode miner = new FakeNode();

  @BeforeEach
  void aMinerProves() {
    miner.answering("ActorAddress", "\"f01000\"");
    node.answering("Version", "{\"Version\":\"1.36.2\",\"APIVersion\":66816,\"BlockDelay\":30}")
        .answering(
            "ChainHead",
            "{\"Height\":100000,\"Blocks\":[{\"Timestamp\":%d}]}".formatted(HEAD.getEpochSecond()))
        .answering(
            "StateMinerProvingDeadline",
            "{\"CurrentEpoch\":100000,\"PeriodStart\":99870,\"WPoStPeriodDeadlines\":8,"
                + "\"WPoStProvingPeriod\":480,\"WPoStChallengeWindow\":60,"
                + "\"Open\":99990,\"FaultCutoff\":99920}")
        .answering(
            "StateMinerPartitions",
            "[{\"LiveSectors\":[0,3]},{\"LiveSectors\":[3,2]},"
                + "{\"LiveSectors\":[5,1],\"FaultySectors\":[5,1]}]")
        .answering("StateMinerSectorCount", "{\"Live\":6,\"Active\":5,\"Faulty\":1}")
        .answering("StateMinerAvailableBalance", "\"500000000000000000\"")
        .answering(
            "StateMinerInfo", "{\"Owner\":\"f0100\",\"Worker\":\"f0100\",\"SectorSize\":2048}")
        .answering("StateAccountKey", "\"f3key\"")
        .answering("WalletHas", "true")
        .answering("WalletBalance", "\"12000000000000000000\"");
    proven("[]");
  }

  @AfterEach
  void close() {
    node.close();
    miner.close();
  }

  /** Of the open deadline; all others have nothing. */
  private void proven(String partitions) {
    List<String> deadlines =
        IntStream.range(0, 8)
            .mapToObj(i -> i == 2 ? "{\"PostSubmissions\":" + partitions + "}" : "{}")
            .toList();
    node.answering("StateMinerDeadlines", "[" + String.join(",", deadlines) + "]");
  }

  private MinerFigures read() {
    return MinerFigures.read(
        NodeApi.local(folder.toString(), miner.address()),
        NodeApi.local(folder.toString(), node.address()));
  }

  @Test
  void tellsOfTheOpenDeadline() {
    // Open from 99990 for 60 epochs.
    assertThat(read().closes()).isEqualTo(HEAD.plusSeconds(50 * 30));
    assertThat(read().unproven()).as("but not the one that is all faulty").isEqualTo(2);
    proven("[0,1]");
    assertThat(read().unproven()).isOne();
  }

  @Test
  void tellsOfSectorsAndMoney() {
    MinerFigures figures = read();
    assertThat(figures.sectors()).isEqualTo(new SectorCount(6, 5, 1));
    assertThat(figures.available()).hasToString("0.5 FIL");
    assertThat(figures.purses()).hasSize(1);
    assertThat(figures.purses().get(0).uses()).contains("owner", "worker");
    assertThat(figures.purses().get(0).balance()).hasToString("12 FIL");
  }

  @Test
  void asksFewQuestions() {
    read();
    assertThat(node.calls.size() + miner.calls.size()).isLessThanOrEqualTo(14);
  }
}
