package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

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
}
