package io.lotusflow.worker;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.lotusflow.process.Redactor;

/** {@code %redacted(…)} in the log's pattern: nothing of ours or of a library's tells a secret. */
public final class RedactedWords extends CompositeConverter<ILoggingEvent> {

  @Override
  protected String transform(ILoggingEvent event, String words) {
    return Redactor.redact(words);
  }
}
