package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.server.UpRefused;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is started. */
class WorkerOnlyTest {

  @TempDir private Path folder;

  private UpRefused refusal(String... options) {
    Up up = new Up(new Home(folder), UpOptions.parse(List.of(options)), Map.of());
    return catchThrowableOfType(UpRefused.class, up::start);
  }

  @Test
  void needsTheServerOfAnotherHost() {
    UpRefused refusal = refusal("start", "--worker-only");

    assertThat(refusal.kind()).isEqualTo(UpRefused.Kind.NO_SERVER_NAMED);
    assertThat(refusal.getMessage()).contains("TEMPORAL_ADDRESS", "--address");
    assertThat(folder.resolve("database")).doesNotExist();
  }

  @Test
  void wantsAPortForItsFiguresThatIsFree() throws IOException {
    try (ServerSocket taken = UpProcess.anyPort()) {
      UpRefused refusal =
          refusal(
              "start",
              "--worker-only",
              "--address=10.0.0.1:7233",
              "--metrics-port=" + taken.getLocalPort());

      assertThat(refusal.kind()).isEqualTo(UpRefused.Kind.PORT_TAKEN);
      assertThat(refusal.getMessage()).contains("--metrics-port or LOTUSFLOW_METRICS_PORT");
    }
  }

  @Test
  void doesNotTakeTheWorkerAwayFromAServerOfThisHome() {
    Optional<LiveProcess> living = Optional.of(LiveProcess.self());
    UpState own =
        new UpState(
            "127.0.0.1:7233",
            "",
            "1.9.1",
            Instant.now(),
            living,
            living,
            living,
            Optional.empty(),
            Optional.empty());
    own.write(new Home(folder));

    UpRefused refusal = refusal("start", "--worker-only", "--address=10.0.0.1:7233");
    assertThat(refusal.kind()).isEqualTo(UpRefused.Kind.RUNS_ALREADY);
    assertThat(refusal.getMessage()).contains("127.0.0.1:7233", "10.0.0.1:7233", "lotusflow down");
    assertThat(own.isForAnotherServer()).isFalse();
  }
}
