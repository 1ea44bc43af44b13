package io.lotusflow.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.watch.RunJson;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.Step;
import io.lotusflow.watch.StepState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a run leaves on record when it has ended: read from its history, so nothing can be lost. */
public record RunReceipt(RunView run) {

  /** Steps that were tried again, whatever the reason. */
  public int retries() {
    return run.steps().stream().mapToInt(step -> Math.max(0, step.attempts() - 1)).sum();
  }

  /** Bytes of the files that steps worked on; a file that several steps speak of counts once. */
  public long bytes() {
    return changes().stream()
        .mapToLong(step -> step.result().path("bytes").asLong(0))
        .distinct()
        .sum();
  }

  /** For how long the node was away, where somebody measured it. */
  public Optional<Downtime> downtime() {
    return run.steps().stream()
        .map(step -> step.result().path("downtime"))
        .filter(JsonNode::isObject)
        .map(json -> new Downtime(seconds(json, "silent"), seconds(json, "stale")))
        .reduce(Downtime::plus);
  }

  /** Steps that changed something. */
  public List<Step> changes() {
    return run.steps().stream().filter(step -> step.state() == StepState.DONE).toList();
  }

  /** Commands that take it back, the last change first. */
  public List<String> undo() {
    List<Step> backwards = new ArrayList<>(changes());
    Collections.reverse(backwards);
    return backwards.stream()
        .flatMap(step -> step.receipt().stream())
        .flatMap(receipt -> receipt.undo().stream())
        .toList();
  }

  /** For programs: keys stay. */
  public ObjectNode json() {
    ObjectNode json = RunJson.whole(run);
    run.background()
        .asked()
        .ifPresent(
            asked -> json.putObject("asked").put("by", asked.by()).put("command", asked.command()));
    json.put("retries", retries());
    json.put("crashesSurvived", run.background().crashes());
    json.put("bytes", bytes());
    downtime()
        .ifPresent(
            away ->
                json.putObject("downtime")
                    .put("silentSeconds", away.silent().toMillis() / 1000.0)
                    .put("staleSeconds", away.stale().toMillis() / 1000.0));
    ArrayNode undo = json.putArray("undo");
    undo().forEach(undo::add);
    json.set("plan", run.background().plan());
    return json;
  }

  /** As Temporal's converter writes durations: seconds, with a fraction. */
  private static Duration seconds(JsonNode json, String field) {
    return Duration.ofMillis(Math.round(json.path(field).asDouble(0) * 1000));
  }
}
