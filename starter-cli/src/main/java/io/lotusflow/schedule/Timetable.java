package io.lotusflow.schedule;

import io.temporal.client.schedules.ScheduleSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A {@link Timing} understood: what the server is told, and what will come of it. */
public final class Timetable {

  /** Times that never come, such as 30 February, must end the search. */
  private static final int DAYS_AHEAD = 366 * 9;

  private final Timing timing;
  private final List<Times> times;
  private final ZoneId zone;

  /**
   * @throws IllegalArgumentException with the word that makes no sense
   */
  public Timetable(Timing timing) {
    this.timing = timing;
    this.zone = ZoneId.of(timing.zone());
    this.times = timing.cron().isEmpty() ? daily(timing) : Cron.parse(timing.cron());
  }

  public ScheduleSpec spec() {
    return ScheduleSpec.newBuilder()
        .setCalendars(times.stream().map(Times::spec).toList())
        .setTimeZoneName(timing.zone())
        .setJitter(timing.jitter())
        .build();
  }

  /**
   * The next times, without jitter; for a plan that no server has seen yet. A time that a change of
   * the clocks leaves out does not come. On the day when clocks repeat an hour the server may start
   * a run once more than this says.
   */
  public List<Instant> after(Instant now, int atMost) {
    NavigableSet<Instant> next = new TreeSet<>();
    LocalDate day = now.atZone(zone).toLocalDate();
    for (int ahead = 0; ahead < DAYS_AHEAD && next.size() < atMost; ahead++) {
      addTimesOf(day.plusDays(ahead), now, next);
    }
    return next.stream().limit(atMost).toList();
  }

  private void addTimesOf(LocalDate day, Instant now, NavigableSet<Instant> next) {
    for (Times some : times) {
      if (some.on(day)) {
        for (int hour : some.hours()) {
          for (int minute : some.minutes()) {
            moments(day.atTime(hour, minute)).stream().filter(now::isBefore).forEach(next::add);
          }
        }
      }
    }
  }

  /** None in the hour that clocks leave out, two in the hour that they repeat. */
  private List<Instant> moments(LocalDateTime clock) {
    return zone.getRules().getValidOffsets(clock).stream().map(clock::toInstant).toList();
  }

  /** One calendar for each time of the day: 03:00 and 15:30 are not 03:30. */
  private static List<Times> daily(Timing timing) {
    NavigableSet<Integer> week = Cron.daysNamed(timing.on());
    List<Times> all = new ArrayList<>();
    for (String at : timing.at()) {
      LocalTime time = time(at);
      all.add(
          new Times(
              new TreeSet<>(List.of(time.getMinute())),
              new TreeSet<>(List.of(time.getHour())),
              Cron.all(1, 31),
              Cron.all(1, 12),
              week));
    }
    return all;
  }

  private static LocalTime time(String text) {
    if (!text.matches("([01]?\\d|2[0-3]):[0-5]\\d")) {
      throw new IllegalArgumentException(text);
    }
    return LocalTime.parse(text.length() == 4 ? '0' + text : text);
  }
}
