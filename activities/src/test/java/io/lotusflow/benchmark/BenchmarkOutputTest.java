package io.lotusflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.benchmark.UnreadableBenchmark.Why;
import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual's own JSON, as it stands there, and what may become of such a file. */
class BenchmarkOutputTest {

  private static final String LOG =
      "2026-11-29T10:00:00.000Z\tINFO\tlotus-bench\tlotus-bench/main.go:640\t[0] Writing piece\n";

  static String manual() {
    try (InputStream file = BenchmarkOutputTest.class.getResourceAsStream("manual.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static UnreadableBenchmark refused(String text) {
    return catchThrowableOfType(UnreadableBenchmark.class, () -> BenchmarkOutput.in(text));
  }

  private static String with(String field, String value) {
    String changed =
        manual().replaceFirst("\"" + field + "\": \\d+", "\"" + field + "\": " + value);
    assertThat(changed).isNotEqualTo(manual());
    return changed;
  }

  @Test
  void readsTheManualsFigures() {
    BenchmarkOutput read = BenchmarkOutput.in(manual());

    assertThat(read.result()).isEqualTo(BenchmarkResult.MANUAL);
    assertThat(read.linesBefore()).as("its headline").isEqualTo(1);
  }

  @Test
  void logLinesBeforeAndBehindDoNotDisturb() {
    String asJson = "{\"level\":\"info\",\"logger\":\"lotus-bench\",\"msg\":\"Starting\"}\n";
    String rust = "{\n  config: Settings,\n}\n";
    String text = LOG + asJson + rust + manual() + LOG + "{\"level\":\"warn\"}\n";

    assertThat(BenchmarkOutput.in(text).result()).isEqualTo(BenchmarkResult.MANUAL);
    assertThat(BenchmarkOutput.in(text).linesBefore()).isEqualTo(6);
  }

  /** Wherever it is cut, there is no result, and no other error. */
  @Test
  void isNoResultWhereverItIsCut() {
    String whole = manual().strip();
    for (int length = 0; length < whole.length(); length++) {
      UnreadableBenchmark refused = refused(whole.substring(0, length));
      assertThat(refused).as("cut at %d", length).isNotNull();
      assertThat(refused.why()).isEqualTo(length <= whole.indexOf('{') ? Why.NO_RESULT : Why.CUT);
    }
  }

  @Test
  void saysInWhichLineItIsCut() {
    String half = manual().substring(0, manual().indexOf("\"Commit2\""));

    assertThat(refused(half).where()).isEqualTo("line 10");
    assertThat(refused(half + '\n' + LOG).why()).isEqualTo(Why.CUT);
  }

  @Test
  void aCutResultIsNotCoveredUpByAnEarlierOne() {
    String text = manual() + manual().substring(0, 300);

    assertThat(refused(text).why()).isEqualTo(Why.CUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "{}", "[]", "{\"SectorSize\": 2048}", "seal: addPiece: 14m"})
  void otherTextsAreNoResult(String text) {
    assertThat(refused(text).why()).isEqualTo(Why.NO_RESULT);
  }

  @ParameterizedTest
  @CsvSource({
    "SectorSize, -1, SectorSize = -1",
    "Commit2, -5, SealingResults[0].Commit2 = -5",
    "Commit2, 1.5, SealingResults[0].Commit2 = 1.5",
    "Unseal, null, SealingResults[0].Unseal = null",
    "PostWinningProofHot, 99999999999999999999, PostWinningProofHot = 99999999999999999999"
  })
  void namesAStrangeValue(String field, String value, String where) {
    UnreadableBenchmark refused = refused(with(field, value));

    assertThat(refused.why()).isEqualTo(Why.STRANGE_VALUE);
    assertThat(refused.where()).isEqualTo(where);
  }

  /** What lotus-bench prints for what it skips: the time between two log lines. */
  @Test
  void whatWasSkippedHasNoTime() {
    String text =
        """
        {"SectorSize": 2048, "SectorNumber": 1, "SealingResults": [{"AddPiece": 1000000,
        "PreCommit1": 200000000, "PreCommit2": 30000000, "Commit1": 4000000, "Commit2": 41216,
        "Verify": 180, "Unseal": 210}], "PostGenerateCandidates": 0, "PostWinningProofCold": 0}
        """;
    BenchmarkResult result = BenchmarkOutput.in(text).result();

    assertThat(result.times())
        .containsOnlyKeys(Stage.ADD_PIECE, Stage.PRE_COMMIT_1, Stage.PRE_COMMIT_2, Stage.COMMIT_1);
    assertThat(result.sealing()).as("not known without Commit2").isEmpty();
  }

  @Test
  void ofSeveralSectorsTheMeanCounts() {
    String text =
        """
        {"SectorSize": 2048, "SealingResults": [{"AddPiece": 1000000}, {"AddPiece": 3000000}]}
        """;

    assertThat(BenchmarkOutput.in(text).result())
        .isEqualTo(
            new BenchmarkResult(
                ByteSize.parse("2KiB"), 2, Map.of(Stage.ADD_PIECE, Duration.ofMillis(2))));
  }
}
