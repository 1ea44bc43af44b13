package io.lotusflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTimeTest {

  private static final Pattern PART = Pattern.compile("(\\d+)(\\.\\d+)?\\s*([HMS])");

  /** A shown time, and what one more in its last place would be. */
  private record Shown(double seconds, double unit) {
    static Shown of(String text) {
      Matcher part = PART.matcher(text.toUpperCase(java.util.Locale.ROOT));
      double seconds = 0;
      double unit = 0;
      while (part.find()) {
        double one = part.group(3).equals("H") ? 3600 : part.group(3).equals("M") ? 60 : 1;
        String places = part.group(2) == null ? "" : part.group(2);
        seconds += one * Double.parseDouble(part.group(1) + places);
        unit = places.isEmpty() ? one : one / Math.pow(10, places.length() - 1);
      }
      assertThat(unit).as(text).isPositive();
      return new Shown(seconds, unit);
    }
  }

  /** The manual's table: it rounds some and cuts others, so one unit of the last place is free. */
  @ParameterizedTest
  @CsvSource({
    "ADD_PIECE, 14M 30S, 14 m 30 s",
    "PRE_COMMIT_1, 5H 28M, 5 h 28 m",
    "PRE_COMMIT_2, 36M, 36 m",
    "COMMIT_1, 44S, 44 s",
    "COMMIT_2, 1H 32M 53S, 1 h 33 m",
    "VERIFY, 0.03S, 0.03 s",
    "UNSEAL, 5H 24M 24S, 5 h 24 m",
    "WINNING_PROOF_HOT, 4.28S, 4.29 s",
    "WINNING_PROOF_COLD, 8.35S, 8.36 s",
    "VERIFY_WINNING_HOT, 0.02S, 0.02 s",
    "VERIFY_WINNING_COLD, 0.05S, 0.06 s",
    "WINDOW_PROOF_HOT, 16M 14S, 16 m 14 s",
    "WINDOW_PROOF_COLD, 18M, 17 m 57 s",
    "VERIFY_WINDOW_HOT, 0.06S, 0.06 s",
    "VERIFY_WINDOW_COLD, 6.74S, 6.74 s"
  })
  void isWhatTheManualsTableShows(Stage stage, String manual, String ours) {
    String text = ShownTime.of(BenchmarkResult.MANUAL.time(stage).orElseThrow());

    assertThat(text).isEqualTo(ours);
    Shown theirs = Shown.of(manual);
    Shown shown = Shown.of(text);
    assertThat(Math.abs(shown.seconds() - theirs.seconds()))
        .isLessThanOrEqualTo(Math.max(shown.unit(), theirs.unit()) + 1e-9);
  }

  @Test
  void whatTheManualCallsAlmostNothingIsLessThanTheLastPlace() {
    assertThat(ShownTime.of(BenchmarkResult.MANUAL.time(Stage.CANDIDATES).orElseThrow()))
        .isEqualTo("< 0.01 s");
  }

  @ParameterizedTest
  @CsvSource({
    "PT9.996S, 10 s",
    "PT59.6S, 1 m",
    "PT59M59.5S, 1 h",
    "PT1H59M30S, 2 h",
    "PT31H, 31 h",
    "PT0S, 0 s"
  })
  void carriesOverWhenItRounds(Duration time, String shown) {
    assertThat(ShownTime.of(time)).isEqualTo(shown);
  }

  @Test
  void speaksAsLotusConfigurationDoes() {
    assertThat(ShownTime.inConfiguration(Duration.ofSeconds(74_899))).isEqualTo("20h48m0s");
    assertThat(ShownTime.fromConfiguration("6h0m0s")).contains(Duration.ofHours(6));
    assertThat(ShownTime.fromConfiguration("90m")).contains(Duration.ofMinutes(90));
    assertThat(ShownTime.fromConfiguration("six")).isEmpty();
    assertThat(ShownTime.fromConfiguration("")).isEmpty();
  }

  /** Sealing takes 7 h 52 m on the manual's machine; with six hours of waiting, times 1.5. */
  @Test
  void theManualsFormulaOnTheManualsFigures() {
    Duration sealing = BenchmarkResult.MANUAL.sealing().orElseThrow();

    assertThat(sealing.toNanos())
        .isEqualTo(
            870097300267L + 19675090466708L + 2160057571490L + 44283547951L + 5573822383169L);
    assertThat(BenchmarkResult.MANUAL.expectedSealDuration(BenchmarkResult.WAIT_DEALS_DELAY))
        .contains(sealing.plusHours(6).multipliedBy(3).dividedBy(2));
    assertThat(ShownTime.of(sealing)).isEqualTo("7 h 52 m");
  }
}
