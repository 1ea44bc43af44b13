package io.lotusflow.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Runs and steps for scripts: keys and words are English and stay. */
public final class RunJson {

  private static final ObjectMapper JSON = JacksonJsonPayloadConverter.newDefaultObjectMapper();

  private RunJson() {}

  /** The run with all its steps, on one line. */
  public static String run(RunView run) {
    return text(whole(run));
  }

  /** The run with all its steps. */
  public static ObjectNode whole(RunView run) {
    ObjectNode json = head(run);
    ArrayNode steps = json.putArray("steps");
    run.steps().forEach(step -> steps.add(node(step)));
    run.result().filter(result -> !result.isMissingNode()).ifPresent(r -> json.set("result", r));
    return json;
  }

  /** The run alone. */
  public static ObjectNode head(RunView run) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", run.id());
    json.put("runId", run.runId());
    json.put("procedure", run.procedure());
    json.put("status", run.status().key());
    putTimes(json, run.started(), run.closed(), run.took(Instant.now()));
    run.attention().ifPresent(a -> json.set("attention", JSON.valueToTree(a)));
    run.trouble().ifPresent(t -> json.set("failure", node(t)));
    run.background().skipped().ifPresent(s -> json.set("skipped", JSON.valueToTree(s)));
    return json;
  }

  static ObjectNode node(Step step) {
    ObjectNode json = JSON.createObjectNode();
    json.put("workflow", step.workflowId());
    json.put("procedure", step.procedure());
    json.put("step", step.type());
    json.put("state", step.state().key());
    putTimes(json, step.started(), step.ended(), step.took(Instant.now()));
    json.put("attempts", step.attempts());
    step.progress().ifPresent(p -> json.set("progress", JSON.valueToTree(p)));
    step.receipt().ifPresent(r -> json.set("receipt", JSON.valueToTree(r)));
    step.trouble().ifPresent(t -> json.set("failure", node(t)));
    return json;
  }

  private static ObjectNode node(Trouble trouble) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", trouble.type());
    json.put("message", trouble.message());
    json.set("arguments", JSON.valueToTree(trouble.arguments()));
    return json.put("logTail", trouble.logTail());
  }

  private static void putTimes(ObjectNode json, Instant from, Optional<Instant> to, Duration took) {
    json.put("started", from.toString());
    to.ifPresent(end -> json.put("ended", end.toString()));
    json.put("seconds", took.toMillis() / 1000.0);
  }

  static String text(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
