package io.lotusflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

  private static Timing at(String zone, String... times) {
    return new Timing("", List.of(times), List.of(), zone, Duration.ZERO);
  }

  private static Timing cron(String expression) {
    return new Timing(expression, List.of(), List.of(), "UTC", Duration.ZERO);
  }

  private static List<String> next(Timing timing, String now, int count) {
    return new Timetable(timing)
        .after(Instant.parse(now), count).stream()
            .map(at -> at.atZone(ZoneId.of(timing.zone())).toOffsetDateTime().toString())
            .toList();
  }

  @Test
  void keepsTheHourOfTheDayOverAChangeOfTheClocks() {
    assertThat(next(at("Europe/Berlin", "03:00"), "2027-03-26T12:00:00Z", 3))
        .containsExactly(
            "2027-03-27T03:00+01:00", "2027-03-28T03:00+02:00", "2027-03-29T03:00+02:00");
  }

  /** Minute after minute of the real time, and what the clock on the wall shows. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 01:30",
    "Europe/Berlin, 02:30",
    "Europe/Berlin, 03:00",
    "America/New_York, 01:30",
    "America/New_York, 02:00",
    "Australia/Lord_Howe, 01:45",
    "Australia/Lord_Howe, 02:15",
    "Asia/Shanghai, 03:00"
  })
  void givesTheNextFiveAsTheClockOnTheWallShowsThemOverBothChanges(String zone, String time) {
    ZoneId there = ZoneId.of(zone);
    for (Instant change : changesOf(there, Instant.parse("2026-11-25T00:00:00Z"))) {
      Instant before = change.minus(Duration.ofDays(2));
      List<Instant> wall =
          Stream.iterate(before.plusSeconds(60), minute -> minute.plusSeconds(60))
              .filter(minute -> minute.atZone(there).toLocalTime().equals(LocalTime.parse(time)))
              .limit(5)
              .toList();
      assertThat(new Timetable(at(zone, time)).after(before, 5))
          .as(zone + ' ' + time + " around " + change)
          .isEqualTo(wall);
    }
  }

  /** The next two; where clocks do not change, any two days will do. */
  private static List<Instant> changesOf(ZoneId zone, Instant from) {
    ZoneOffsetTransition first = zone.getRules().nextTransition(from);
    return first == null
        ? List.of(from, from.plus(Duration.ofDays(180)))
        : List.of(
            first.getInstant(), zone.getRules().nextTransition(first.getInstant()).getInstant());
  }

  @Test
  void leavesOutATimeThatTheClocksLeaveOut() {
    assertThat(next(at("Europe/Berlin", "02:30"), "2027-03-27T12:00:00Z", 1))
        .containsExactly("2027-03-29T02:30+02:00");
  }

  @Test
  void takesTimesOfTheDayOneByOne() {
    assertThat(next(at("UTC", "03:00", "15:30"), "2026-11-25T00:00:00Z", 3))
        .containsExactly("2026-11-25T03:00Z", "2026-11-25T15:30Z", "2026-11-26T03:00Z");
  }

  @Test
  void runsOnTheDaysNamed() {
    Timing timing =
        new Timing("", List.of("03:00"), List.of("mon", "thu"), "Asia/Shanghai", Duration.ZERO);
    assertThat(next(timing, "2026-11-25T00:00:00Z", 3))
        .containsExactly(
            "2026-11-26T03:00+08:00", "2026-11-30T03:00+08:00", "2026-12-03T03:00+08:00");
  }

  @ParameterizedTest
  @CsvSource({
    "0 3 * * *, 2026-11-25T03:00Z",
    "*/20 * * * *, 2026-11-25T00:20Z",
    "5/30 * * * *, 2026-11-25T00:05Z",
    "0 0 1 jan *, 2027-01-01T00:00Z",
    "0 0 * * 7, 2026-11-29T00:00Z",
    "0 0 * * fri-sat, 2026-11-27T00:00Z",
    // crontab(5): a day of the month and a weekday, either will do
    "0 0 30 * sun, 2026-11-29T00:00Z",
    "0 0 29 2 *, 2028-02-29T00:00Z"
  })
  void readsCron(String expression, String first) {
    assertThat(next(cron(expression), "2026-11-25T00:00:00Z", 1)).containsExactly(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-3 * * * *",
        "*/0 * * * *",
        "a * * * *",
        "@daily"
      })
  void refusesCronThatMakesNoSense(String expression) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cron.parse(expression));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25:00", "3", "03:60", "3am"})
  void refusesATimeThatIsNone(String time) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Timetable(at("UTC", time)));
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Shanhai, Asia/Shanghai",
    "shanghai, Asia/Shanghai",
    "europe/berlin, Europe/Berlin"
  })
  void suggestsTheZoneThatWasMeant(String written, String meant) {
    assertThat(Zones.known(written)).isFalse();
    assertThat(Zones.nearest(written)).contains(meant);
  }
}
