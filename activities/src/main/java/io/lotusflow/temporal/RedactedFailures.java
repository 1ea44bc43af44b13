package io.lotusflow.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import io.lotusflow.process.Redactor;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.FailureConverter;
import io.temporal.failure.DefaultFailureConverter;

/**
 * What goes wrong is told with the words of others: of commands, servers, libraries. So no message,
 * stack trace or detail of a failure leaves this host without having been looked at.
 */
final class RedactedFailures implements FailureConverter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FailureConverter plain = new DefaultFailureConverter();

  @Override
  public RuntimeException failureToException(Failure failure, DataConverter converter) {
    return plain.failureToException(failure, converter);
  }

  @Override
  public Failure exceptionToFailure(Throwable thrown, DataConverter converter) {
    return redacted(plain.exceptionToFailure(thrown, converter));
  }

  private static Failure redacted(Failure failure) {
    Failure.Builder masked =
        failure.toBuilder()
            .setMessage(Redactor.redact(failure.getMessage()))
            .setStackTrace(Redactor.redact(failure.getStackTrace()));
    if (failure.hasApplicationFailureInfo()) {
      masked
          .getApplicationFailureInfoBuilder()
          .setDetails(redacted(failure.getApplicationFailureInfo().getDetails()));
    }
    if (failure.hasCause()) {
      masked.setCause(redacted(failure.getCause()));
    }
    return masked.build();
  }

  private static Payloads redacted(Payloads details) {
    Payloads.Builder masked = details.toBuilder();
    for (int i = 0; i < details.getPayloadsCount(); i++) {
      masked.setPayloads(i, redacted(details.getPayloads(i)));
    }
    return masked.build();
  }

  private static Payload redacted(Payload detail) {
    try {
      JsonNode masked = masked(JSON.readTree(detail.getData().toStringUtf8()));
      return detail.toBuilder().setData(ByteString.copyFromUtf8(masked.toString())).build();
    } catch (JsonProcessingException notJson) {
      return detail;
    }
  }

  /** By the texts in it: what is masked across their ends is no JSON any more. */
  private static JsonNode masked(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(Redactor.redact(node.asText()));
    }
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, masked(list.get(i)));
      }
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(masked(field.getValue())));
    }
    return node;
  }
}
