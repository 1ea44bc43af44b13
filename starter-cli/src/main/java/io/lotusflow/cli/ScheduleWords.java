package io.lotusflow.cli;

import io.lotusflow.schedule.Condition;
import io.lotusflow.schedule.Rules;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.schedule.Timing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A schedule in people's words. */
final class ScheduleWords {

  private final Session session;

  ScheduleWords(Session session) {
    this.session = session;
  }

  /** In a few words: {@code 03:00 mon,thu Asia/Shanghai}. */
  String when(Timing timing) {
    String time =
        timing.cron().isEmpty()
            ? String.join(",", timing.at())
                + (timing.on().isEmpty() ? "" : ' ' + String.join(",", timing.on()))
            : "cron " + timing.cron();
    return time + ' ' + timing.zone();
  }

  /** All that was said, part by part; the same words for the same thing. */
  Map<String, String> parts(ScheduledPlan plan) {
    Rules rules = plan.rules();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("when", when(plan.timing()));
    parts.put("jitter", Span.text(plan.timing().jitter()));
    parts.put("catch-up", Span.text(rules.catchUp()));
    parts.put("overlap", session.text("schedule.overlap." + rules.overlap()));
    parts.put(
        "when-busy",
        session.text("schedule.busy." + rules.whenBusy(), Span.text(rules.waitAtMost())));
    parts.put(
        "only-if",
        rules.onlyIf().isEmpty()
            ? session.text("schedule.always")
            : rules.onlyIf().stream().map(Condition::toString).collect(Collectors.joining(", ")));
    parts.put(
        "failure", session.text("schedule.failure." + rules.pauseOnFailure(), rules.retries()));
    parts.put("settings", plan.pinned().settings() + " #" + plan.pinned().fingerprint());
    Map<String, String> labelled = new LinkedHashMap<>();
    parts.forEach((key, value) -> labelled.put(session.text("schedule.part." + key), value));
    return labelled;
  }

  /** What differs between two of them, as {@code label: old → new}. */
  List<String> changes(ScheduledPlan before, ScheduledPlan after) {
    Map<String, String> old = parts(before);
    List<String> changes = new ArrayList<>();
    parts(after)
        .forEach(
            (label, value) -> {
              if (!value.equals(old.get(label))) {
                changes.add(label + ": " + old.get(label) + " → " + value);
              }
            });
    return changes;
  }

  /** In the schedule's zone, and in the reader's where that shows another time. */
  String time(Instant at, String zone) {
    ZoneId there = ZoneId.of(zone);
    ZoneId here = ZoneId.systemDefault();
    String said = said(at, there);
    return there.getRules().getOffset(at).equals(here.getRules().getOffset(at))
        ? said
        : said + "  = " + said(at, here) + ' ' + session.text("schedule.here");
  }

  /** In the reader's zone. */
  String here(Instant at) {
    return said(at, ZoneId.systemDefault());
  }

  private String said(Instant at, ZoneId zone) {
    Locale locale = Locale.forLanguageTag(session.language().tag());
    var time = at.atZone(zone);
    return time.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale)
        + time.format(DateTimeFormatter.ofPattern(" yyyy-MM-dd HH:mm xxx", Locale.ROOT));
  }
}
