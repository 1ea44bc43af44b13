package io.lotusflow.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.Timestamp;
import io.lotusflow.run.Problem;
import io.lotusflow.run.Receipt;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Histories in our own types. What cannot be read is absent rather than an error: a run of an older
 * or newer lotusflow must still be shown.
 */
final class Decoded {

  private static final ObjectMapper JSON =
      JacksonJsonPayloadConverter.newDefaultObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private Decoded() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static JsonNode json(Payload payload) {
    try {
      return payload.getData().isEmpty()
          ? MissingNode.getInstance()
          : JSON.readTree(payload.getData().toByteArray());
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  static JsonNode first(Payloads payloads) {
    return payloads.getPayloadsCount() == 0
        ? MissingNode.getInstance()
        : json(payloads.getPayloads(0));
  }

  static <T> Optional<T> as(Class<T> type, JsonNode json) {
    if (!json.isObject()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.treeToValue(json, type));
    } catch (JsonProcessingException | IllegalArgumentException otherShape) {
      return Optional.empty();
    }
  }

  /** A step's result is a receipt or has one. */
  static Optional<Receipt> receipt(JsonNode result) {
    JsonNode receipt = result.has("receipt") ? result.get("receipt") : result;
    return receipt.has("outcome") ? as(Receipt.class, receipt) : Optional.empty();
  }

  /** The innermost failure that says something of its own. */
  static Trouble trouble(Failure failure) {
    Failure innermost = failure;
    while (innermost.hasCause()) {
      innermost = innermost.getCause();
    }
    Optional<Problem.Details> details =
        as(Problem.Details.class, first(innermost.getApplicationFailureInfo().getDetails()))
            .filter(found -> found.arguments() != null && found.cure() != null);
    return new Trouble(
        type(innermost),
        innermost.getMessage(),
        details.map(Problem.Details::arguments).orElse(ownWords(innermost)),
        details.map(Problem.Details::logTail).orElse(""),
        details.map(Problem.Details::cure));
  }

  /** For the text of a failure that is none of ours. */
  private static List<String> ownWords(Failure failure) {
    return failure.hasTimeoutFailureInfo() ? List.of(failure.getMessage()) : List.of();
  }

  static boolean isCancel(Failure failure) {
    return failure.hasCanceledFailureInfo() || (failure.hasCause() && isCancel(failure.getCause()));
  }

  private static String type(Failure failure) {
    if (failure.hasApplicationFailureInfo()) {
      return failure.getApplicationFailureInfo().getType();
    }
    return failure.hasTimeoutFailureInfo()
        ? "TIMEOUT"
        : failure.hasCanceledFailureInfo() ? "CANCELLED" : failure.getFailureInfoCase().name();
  }
}
