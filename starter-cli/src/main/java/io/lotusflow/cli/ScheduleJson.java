package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.temporal.Payloads;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleInfo;
import io.temporal.client.schedules.ScheduleState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Schedules for scripts: keys stay. */
final class ScheduleJson {

  private ScheduleJson() {}

  static String created(ScheduledPlan plan, List<Instant> next) {
    return RunsJson.text(node(plan, next));
  }

  static ObjectNode described(
      ScheduledPlan plan, ScheduleDescription schedule, Schedules.Freshness freshness) {
    ScheduleInfo info = schedule.getInfo();
    ScheduleState state = schedule.getSchedule().getState();
    ObjectNode json = node(plan, info.getNextActionTimes());
    json.put("paused", state.isPaused());
    json.put("note", state.getNote() == null ? "" : state.getNote());
    json.put("settingsAre", freshness.name().toLowerCase(Locale.ROOT));
    json.put("runs", info.getNumActions());
    json.put("skippedByOverlap", info.getNumActionsSkippedOverlap());
    json.put("missed", info.getNumActionsMissedCatchupWindow());
    return json;
  }

  private static ObjectNode node(ScheduledPlan plan, List<Instant> next) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("id", plan.schedule());
    json.put("procedure", plan.procedure());
    json.put("node", plan.scope().node().value());
    json.put("host", plan.scope().host().value());
    json.set("timing", Payloads.mapper().valueToTree(plan.timing()));
    json.set("rules", Payloads.mapper().valueToTree(plan.rules()));
    json.put("settings", plan.pinned().settings());
    json.put("fingerprint", plan.pinned().fingerprint());
    ArrayNode times = json.putArray("next");
    next.forEach(at -> times.add(at.toString()));
    return json;
  }
}
