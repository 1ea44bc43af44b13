package io.lotusflow.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Plans;
import io.lotusflow.run.Receipt.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncActivitiesTest {
  private final FakeNode server = new FakeNode();
  private final List<JobProgress> beats = new CopyOnWriteArrayList<>();
  private final SyncActivitiesImpl sync = new SyncActivitiesImpl(beats::add);
  @TempDir Path folder;

  @BeforeEach
  void idle() {
    server
        .answering("Version", "{\"Version\":\"v1.36.2\",\"APIVersion\":1,\"BlockDelay\":1}")
        .answering("SyncState", "{\"ActiveSyncs\":null,\"VMApplied\":0}")
        .answering("NetPeers", "[]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SyncPlan plan(Duration stallAfter) {
    return new SyncPlan(
        Plans.SCOPE, NodeApi.local(folder.toString(), server.address()), stallAfter);
  }

  private static String head(long height, Instant time) {
    return "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":%d,\"ParentBaseFee\":\"100\"}]}"
        .formatted(height, time.getEpochSecond());
  }

  @Test
  void seesACurrentHeadAtOnce() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    server.answering("ChainHead", params -> head(7, now));
    SyncActivitiesImpl then = new SyncActivitiesImpl(beats::add, Clock.fixed(now, ZoneOffset.UTC));
    ChainHead head = then.awaitSynced(plan(Duration.ofSeconds(5)));
    assertThat(head.receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(head.height()).isEqualTo(7);
  }

  @Test
  void followsAChainThatCatchesUp() {
    AtomicLong behind = new AtomicLong(60);
    server.answering(
        "ChainHead",
        params -> {
          long epochs = Math.max(0, behind.addAndGet(-15));
          return head(1000 - epochs, Instant.now().minusSeconds(epochs));
        });
    ChainHead head = sync.awaitSynced(plan(Duration.ofSeconds(5)));
    assertThat(head.receipt().outcome()).isEqualTo(Outcome.DONE);
    assertThat(head.height()).isEqualTo(1000);
    assertThat(beats).isNotEmpty();
    assertThat(beats).last().extracting(JobProgress::unit).isEqualTo("epochs");
    assertThat(beats).last().extracting(JobProgress::lastLine).asString().contains("left");
  }

  @Test
  void aChainThatWasBehindIsSeenToAdvanceFiveEpochs() {
    AtomicLong height = new AtomicLong(995);
    Instant began = Instant.now();
    server.answering(
        "ChainHead",
        params -> {
          long now = height.incrementAndGet();
          return head(now, now == 996 ? began.minusSeconds(4) : Instant.now());
        });
    assertThat(sync.awaitSynced(plan(Duration.ofSeconds(5))).height()).isEqualTo(1001);
  }

  @Test
  void saysThatAChainStandsStill() {
    Instant old = Instant.now().minusSeconds(600);
    server.answering("ChainHead", params -> head(412, old));
    ApplicationFailure stalled =
        catchThrowableOfType(
            ApplicationFailure.class, () -> sync.awaitSynced(plan(Duration.ofMillis(600))));
    assertThat(stalled.getType()).isEqualTo("SYNC_STALLED");
    assertThat(stalled.getMessage()).contains("412", "0 peers");
  }

  @Test
  void takesValidatedMessagesForMovementThoughTheHeadStandsStill() {
    Instant began = Instant.now();
    AtomicLong applied = new AtomicLong();
    server.answering(
        "SyncState",
        params -> "{\"ActiveSyncs\":[],\"VMApplied\":%d}".formatted(applied.incrementAndGet()));
    server.answering(
        "ChainHead",
        params ->
            Instant.now().isAfter(began.plusMillis(1500))
                ? head(900, Instant.now())
                : head(412, began.minusSeconds(600)));
    assertThat(sync.awaitSynced(plan(Duration.ofMillis(700))).height()).isEqualTo(900);
  }
}
