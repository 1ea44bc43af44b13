package io.lotusflow.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
  private static final String TOKEN =
      "eyJhbGciOiJIUzI1NiJ9.eyJBbGxvdyI6WyJyZWFkIl19.abcdefghijklmnopqrstuvwxyz012345678";

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void masksWithinPayloadsAndLeavesTheRestAsItWas() throws IOException {
    String history =
        """
        {"events":[{"eventId":"1","input":{"payloads":[
          {"metadata":{"encoding":"%s"},"data":"%s"},
          {"metadata":{"encoding":"%s"},"data":"%s"}]}}]}"""
            .formatted(
                base64("json/plain"),
                base64("{\"a\":\"" + TOKEN + " hunter22\"}"),
                base64("json/plain"),
                base64("{\"node\":\"n\"}"));

    JsonNode redacted =
        new ObjectMapper().readTree(new HistoryText(List.of("hunter22")).redacted(history));

    JsonNode payloads = redacted.path("events").path(0).path("input").path("payloads");
    assertThat(payloads.path(0).path("data").asText())
        .isEqualTo(base64("{\"a\":\"[redacted] [redacted]\"}"));
    assertThat(payloads.path(1))
        .isEqualTo(new ObjectMapper().readTree(history).findPath("payloads").path(1));
    assertThat(redacted.findPath("eventId").asText()).isEqualTo("1");
  }
}
