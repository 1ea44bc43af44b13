package io.lotusflow.temporal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.payload.context.SerializationContext;
import java.util.List;

/**
 * Payloads as {@link Payloads#converter} makes them, failures redacted, and all encrypted as soon
 * as there is a key; so are then the messages and stack traces of failures. Without a key it
 * changes nothing, but still says of what is encrypted that a key is missing.
 */
final class EncryptingConverter extends CodecDataConverter {

  /** As the SDK writes it, so that the UI knows what to ask the codec for. */
  private static final String ENCODED = "Encoded failure";

  private final PayloadCipher cipher;

  EncryptingConverter(PayloadCipher cipher) {
    // The SDK's own way to encode a failure's words needs getters, which our JSON does not look at.
    super(
        Payloads.converter().withFailureConverter(new RedactedFailures()), List.of(cipher), false);
    this.cipher = cipher;
  }

  /** In the shape that the SDK and the UI read back. */
  private record Words(String message, @JsonProperty("stack_trace") String stackTrace) {}

  /**
   * What is wrong with the keys takes the place of a failure that must not be told in plain text.
   */
  @Override
  public Failure exceptionToFailure(Throwable thrown) {
    try {
      Failure failure = super.exceptionToFailure(thrown);
      return cipher.encrypts() ? withoutWords(failure) : failure;
    } catch (PayloadKeyProblem problem) {
      return Payloads.converter().exceptionToFailure(problem);
    }
  }

  private Failure withoutWords(Failure failure) {
    Failure.Builder silent =
        failure.toBuilder()
            .setEncodedAttributes(
                toPayload(new Words(failure.getMessage(), failure.getStackTrace())).orElseThrow())
            .setMessage(ENCODED)
            .setStackTrace("");
    if (failure.hasCause()) {
      silent.setCause(withoutWords(failure.getCause()));
    }
    return silent.build();
  }

  /** Neither JSON nor cipher depends on where a payload belongs. */
  @Override
  public CodecDataConverter withContext(SerializationContext context) {
    return this;
  }
}
