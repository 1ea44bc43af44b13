package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.home.Home;
import io.temporal.api.failure.v1.Failure;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactedFailuresTest {

  @TempDir Path folder;

  @Test
  void noWordOfAFailureTellsASecret() {
    EncryptingConverter converter =
        new EncryptingConverter(new PayloadCipher(PayloadKeyFile.of(new Home(folder), Map.of())));
    Throwable thrown =
        ApplicationFailure.newFailureWithCause(
            "GET https://s3.example/s.car?X-Amz-Signature=opaque-1: 403",
            "NO_SNAPSHOT",
            new IllegalStateException("git clone https://opaque-2@github.com/a/b.git"),
            "password = \"opaque-3\"",
            List.of(Map.of("asked", "MINER_API_INFO=opaque-4:/ip4/10.0.0.1/tcp/2345/http"), 7));

    Failure failure = converter.exceptionToFailure(thrown);

    assertThat(failure.toString()).contains("[redacted]").doesNotContain("opaque-");
    ApplicationFailure read = (ApplicationFailure) converter.failureToException(failure);
    assertThat(read.getType()).isEqualTo("NO_SNAPSHOT");
    assertThat(read.getDetails().get(0, String.class)).isEqualTo("password = \"[redacted]\"");
    assertThat((Object) read.getDetails().get(1, List.class))
        .isEqualTo(
            List.of(Map.of("asked", "MINER_API_INFO=[redacted]:/ip4/10.0.0.1/tcp/2345/http"), 7));
  }
}
