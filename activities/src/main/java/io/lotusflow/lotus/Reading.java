package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** What daemon and miner write alike. */
final class Reading {
  private Reading() {}

  static NodeVersion version(JsonNode version) {
    return new NodeVersion(
        version.path("Version").asText(),
        version.path("APIVersion").asLong(),
        Duration.ofSeconds(version.path("BlockDelay").asLong()));
  }

  /** An amount is a decimal text; nothing at all is nothing. */
  static AttoFil amount(JsonNode amount) {
    return amount.isTextual() ? AttoFil.ofAtto(amount.asText()) : AttoFil.ZERO;
  }

  /** Bytes stand in base64, as JSON has it. */
  static String token(JsonNode token) {
    return new String(Base64.getDecoder().decode(token.asText()), StandardCharsets.UTF_8);
  }
}
