package io.lotusflow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.run.Plan;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import java.util.Optional;

/**
 * What a run was started with.
 *
 * @param converter of the client that read it
 */
record Asked(Payloads input, DataConverter converter) {

  /** The same but for language and for what was allowed at the start. */
  boolean isFor(Plan plan) {
    JsonNode asked = converter.fromPayloads(0, Optional.of(input), JsonNode.class, JsonNode.class);
    JsonNode wanted =
        converter.fromPayload(
            converter.toPayload(plan).orElseThrow(), JsonNode.class, JsonNode.class);
    return essence(asked).equals(essence(wanted));
  }

  private static JsonNode essence(JsonNode plan) {
    ObjectNode essence = plan.deepCopy();
    essence.remove("scope");
    essence.remove("approved");
    return essence;
  }
}
