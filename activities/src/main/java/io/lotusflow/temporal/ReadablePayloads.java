package io.lotusflow.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.client.WorkflowClient;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;
import java.util.Map;

/** What the server keeps, with all that is encrypted in it made readable, however deep it lies. */
public final class ReadablePayloads {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PayloadCodec codec;

  private ReadablePayloads(PayloadCodec codec) {
    this.codec = codec;
  }

  /** As the client itself reads payloads. */
  public static ReadablePayloads of(WorkflowClient client) {
    return new ReadablePayloads(
        client.getOptions().getDataConverter() instanceof PayloadCodec codec ? codec : new Plain());
  }

  /** A client of somebody else's, that knows of no encryption. */
  private static final class Plain implements PayloadCodec {
    @Override
    public List<Payload> encode(List<Payload> payloads) {
      return payloads;
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
      return payloads;
    }
  }

  /**
   * The same message; the same object if nothing in it is encrypted.
   *
   * @throws PayloadKeyProblem if the key is not here
   */
  @SuppressWarnings("unchecked") // what comes back has the type of what came in
  public <M extends Message> M in(M message) {
    return (M) readable(message);
  }

  private Message readable(Message message) {
    if (message instanceof Payload payload) {
      return codec.decode(List.of(payload)).get(0);
    }
    Message.Builder changed = null;
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() != JavaType.MESSAGE) {
        continue;
      }
      Object before = entry.getValue();
      Object after = field.isRepeated() ? each((List<?>) before) : readable((Message) before);
      if (!same(before, after)) {
        changed = changed == null ? message.toBuilder() : changed;
        changed.setField(field, after);
      }
    }
    Message whole = changed == null ? message : changed.build();
    return whole instanceof Failure failure ? spoken(failure) : whole;
  }

  private List<Message> each(List<?> messages) {
    return messages.stream().map(message -> readable((Message) message)).toList();
  }

  private static boolean same(Object before, Object after) {
    if (before instanceof List<?> some && after instanceof List<?> others) {
      for (int i = 0; i < some.size(); i++) {
        if (some.get(i) != others.get(i)) {
          return false;
        }
      }
      return true;
    }
    return before == after;
  }

  /** Its message and stack trace, which the SDK put into a payload of their own. */
  private static Failure spoken(Failure failure) {
    if (!failure.hasEncodedAttributes()) {
      return failure;
    }
    try {
      JsonNode said = JSON.readTree(failure.getEncodedAttributes().getData().toStringUtf8());
      return failure.toBuilder()
          .setMessage(said.path("message").asText(failure.getMessage()))
          .setStackTrace(said.path("stack_trace").asText(""))
          .clearEncodedAttributes()
          .build();
    } catch (JsonProcessingException otherSdk) {
      return failure;
    }
  }
}
