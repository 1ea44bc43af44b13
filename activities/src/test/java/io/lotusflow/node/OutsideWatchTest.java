package io.lotusflow.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.chain.Outage;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.NodeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideWatchTest {

  private static void dies(JobProgress beat) {
    throw new IllegalStateException("the worker is gone");
  }

  /** Four seconds of silence were told of a miner that had stood still for seven minutes. */
  @Test
  void saysForHowLongNobodyLookedAsTheWorkerWasAway(@TempDir Path folder) {
    OutsideWatch watch =
        OutsideWatch.ofMiner(
            folder, "run-1", NodeApi.local(folder.toString(), "/ip4/127.0.0.1/tcp/1/http"));
    Instant began = Instant.now();
    assertThatThrownBy(() -> watch.untilEnded(OutsideWatchTest::dies))
        .isInstanceOf(IllegalStateException.class);
    await().until(() -> Duration.between(began, Instant.now()).toMillis() > 2_500);

    Outage outage = watch.untilEnded(beat -> watch.end());

    assertThat(outage.unwatched()).isGreaterThan(Duration.ofSeconds(1));
    assertThat(outage.receipt().note())
        .contains("; nobody looked for " + outage.unwatched().toSeconds() + " s");
  }
}
