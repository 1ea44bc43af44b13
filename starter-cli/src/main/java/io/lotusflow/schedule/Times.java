package io.lotusflow.schedule;

import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleRange;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;

/**
 * Moments in the calendar: those that fit all five.
 *
 * @param daysOfWeek 0 is Sunday
 */
record Times(
    NavigableSet<Integer> minutes,
    NavigableSet<Integer> hours,
    NavigableSet<Integer> daysOfMonth,
    NavigableSet<Integer> months,
    NavigableSet<Integer> daysOfWeek) {

  boolean on(LocalDate day) {
    return months.contains(day.getMonthValue())
        && daysOfMonth.contains(day.getDayOfMonth())
        && daysOfWeek.contains(day.getDayOfWeek().getValue() % 7);
  }

  ScheduleCalendarSpec spec() {
    return ScheduleCalendarSpec.newBuilder()
        .setSeconds(List.of(new ScheduleRange(0)))
        .setMinutes(ranges(minutes))
        .setHour(ranges(hours))
        .setDayOfMonth(ranges(daysOfMonth))
        .setMonth(ranges(months))
        .setDayOfWeek(ranges(daysOfWeek))
        .build();
  }

  private static List<ScheduleRange> ranges(Collection<Integer> values) {
    return values.stream().map(value -> new ScheduleRange(value, value)).toList();
  }
}
