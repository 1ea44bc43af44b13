package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Content ids as JSON-RPC writes them: {@code {"/": "bafy…"}}. */
final class Cids {
  private Cids() {}

  static String read(JsonNode cid) {
    return cid.path("/").asText();
  }

  static Map<String, String> write(String cid) {
    return Map.of("/", cid);
  }

  /** The texts of a list; a list without entries comes as null. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }
}
