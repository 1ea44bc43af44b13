package io.lotusflow.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/** Lists of runs for scripts. */
final class RunsJson {

  static final ObjectMapper MAPPER = JacksonJsonPayloadConverter.newDefaultObjectMapper();

  private RunsJson() {}

  static ObjectNode node(Runs.Listed run) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", run.id());
    json.put("runId", run.runId());
    json.put("procedure", run.procedure());
    json.put("node", run.node());
    json.put("host", run.host());
    json.put("status", run.status());
    json.put("attention", run.attention());
    json.put("started", run.started().toString());
    run.closed().ifPresent(end -> json.put("ended", end.toString()));
    run.skipped().ifPresent(why -> json.set("skipped", MAPPER.valueToTree(why)));
    return json;
  }

  static String text(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
