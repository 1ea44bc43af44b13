package io.lotusflow.sealworker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.ByteSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StageTimesTest {

  private static final String RESULT =
      """
      {
        "EnvVar": {},
        "SectorSize": 34359738368,
        "SealingResults": [
          {"AddPiece": 100000000000, "PreCommit1": 10000000000000, "PreCommit2": 900000000000,
           "Commit1": 30000000000, "Commit2": 600000000000, "Verify": 20, "Unseal": 1},
          {"AddPiece": 300000000000, "PreCommit1": 12000000000000, "PreCommit2": 1100000000000,
           "Commit1": 50000000000, "Commit2": 800000000000, "Verify": 20, "Unseal": 1}
        ],
        "PostWinningProofCold": 1
      }
      """;

  @Test
  void takesTheMeansOfAllSectors() {
    StageTimes times = StageTimes.measured(RESULT).orElseThrow();
    assertThat(times.sector()).isEqualTo(ByteSize.parse("32GiB"));
    assertThat(times.addPiece()).isEqualTo(Duration.ofSeconds(200));
    assertThat(times.preCommit1()).isEqualTo(Duration.ofSeconds(11_000));
    assertThat(times.preCommit2()).isEqualTo(Duration.ofSeconds(1000));
    assertThat(times.commit1()).isEqualTo(Duration.ofSeconds(40));
    assertThat(times.commit2()).isEqualTo(Duration.ofSeconds(700));
    assertThat(times.measured()).isTrue();
  }

  @Test
  void findsTheResultBehindLogLines() {
    String log =
        """
        2026-01-01T00:00:00Z\tINFO\tlotus-bench\tmain.go:1\tStarting {lotus-bench}
        {"a log line": "in JSON"}
        {not JSON at all
        """;
    assertThat(StageTimes.measured(log + RESULT + "\n2026 done\n"))
        .isEqualTo(StageTimes.measured(RESULT))
        .isPresent();
  }

  @Test
  void refusesWhatHasNoTimeForAStage() {
    assertThat(StageTimes.measured(RESULT.replaceAll("\"Commit2\": \\d+", "\"Commit2\": 0")))
        .isEmpty();
    assertThat(StageTimes.measured("{}")).isEmpty();
    assertThat(StageTimes.measured("{\"SectorSize\": 2048, \"SealingResults\": []}")).isEmpty();
    assertThat(StageTimes.measured("")).isEmpty();
  }

  @Test
  void hasTheManualsTimesForLargeSectorsOnly() {
    StageTimes manual = StageTimes.ofManual(ByteSize.parse("32GiB")).orElseThrow();
    assertThat(manual.measured()).isFalse();
    assertThat(manual.preCommit1()).isEqualTo(Duration.ofNanos(19_675_090_466_708L));
    assertThat(StageTimes.ofManual(ByteSize.parse("64GiB")).orElseThrow().commit2())
        .isEqualTo(Duration.ofNanos(2 * 5_573_822_383_169L));
    assertThat(StageTimes.ofManual(ByteSize.parse("512MiB"))).isEmpty();
  }
}
