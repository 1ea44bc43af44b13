package io.lotusflow.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.process.Redactor;
import java.io.IOException;
import java.util.Base64;
import java.util.Collection;

/**
 * A history in Temporal's JSON. Payloads are base64 there, in which no secret looks like one; they
 * are redacted inside and put back, so that the history can still be replayed.
 */
final class HistoryText {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data";

  private final Collection<String> secrets;

  HistoryText(Collection<String> secrets) {
    this.secrets = secrets;
  }

  String redacted(String history) throws IOException {
    JsonNode root = JSON.readTree(history);
    walk(root);
    return root.toPrettyString();
  }

  private void walk(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("metadata").isObject()
        && object.path(DATA).isTextual()) {
      object.put(DATA, payload(object.path(DATA).asText()));
      return;
    }
    node.forEach(this::walk);
  }

  private String payload(String base64) {
    String text = new String(Base64.getDecoder().decode(base64), UTF_8);
    return Base64.getEncoder().encodeToString(Redactor.redact(text, secrets).getBytes(UTF_8));
  }
}
