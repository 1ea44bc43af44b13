package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedactedWordsTest {

  @Test
  void theWorkersLogMasksMessagesAndWhatWasThrown() throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(getClass().getResource("/lotusflow-worker-logback.xml"));
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    OutputStream said = new ByteArrayOutputStream();
    ((OutputStreamAppender<ILoggingEvent>) (ConsoleAppender<ILoggingEvent>) root.getAppender("out"))
        .setOutputStream(said);
    Exception thrown =
        new IllegalStateException("a", new IllegalStateException("https://opaque-2@example.org/x"));

    root.warn("fetched {}", "https://s3.example/s.car?X-Amz-Signature=opaque-1", thrown);

    context.stop();
    assertThat(said.toString())
        .contains("fetched https://s3.example/s.car?X-Amz-Signature=[redacted]")
        .contains("Caused by: java.lang.IllegalStateException: https://[redacted]@example.org/x")
        .containsOnlyOnce("Caused by")
        .doesNotContain("opaque");
    assertThat(said.toString().getBytes(StandardCharsets.UTF_8)).endsWith((byte) 10);
  }
}
