package io.lotusflow.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.run.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRestartsTest {
  @TempDir private Path folder;

  private EarlierRestarts restarts() {
    return new EarlierRestarts(folder, new NodeId("n1"), RestartPlan.What.MINER);
  }

  @Test
  void expectsMoreThanTheLongestOfTheLastFive() {
    assertThat(restarts().expected()).isEmpty();
    for (int i = 0; i < 6; i++) {
      restarts().add("run-" + i, Duration.ofMinutes(i == 0 ? 50 : i));
    }
    assertThat(restarts().longest()).contains(Duration.ofMinutes(5));
    assertThat(restarts().expected()).contains(Duration.ofSeconds(450));
  }

  @Test
  void anAttemptThatNotesTheSameRunAgainCountsOnce() {
    restarts().add("run", Duration.ofMinutes(2));
    restarts().add("run", Duration.ofMinutes(4));

    assertThat(restarts().longest()).contains(Duration.ofMinutes(2));
  }

  @Test
  void aRestartOfSecondsStillWantsAMinute() {
    restarts().add("run", Duration.ofSeconds(3));

    assertThat(restarts().expected()).contains(Duration.ofMinutes(1));
  }
}
