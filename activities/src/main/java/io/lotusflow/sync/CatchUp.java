package io.lotusflow.sync;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.SyncProgress;
import io.lotusflow.lotus.TipSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a chain that catches up looks like over time. */
final class CatchUp {

  /** Epochs that a chain which was behind must be seen to advance, as after an import. */
  private static final long ADVANCE = 5;

  private final Duration blockDelay;
  private final Instant began;
  private final TipSet first;
  private TipSet head;
  private SyncProgress workers = new SyncProgress(0, 0, 0, 0);
  private Instant lastMove;

  CatchUp(Duration blockDelay, TipSet first, Instant now) {
    this.blockDelay = blockDelay;
    this.first = first;
    this.head = first;
    this.began = now;
    this.lastMove = now;
  }

  /** While a long stretch is validated the head stands still and only the sync workers move. */
  void see(TipSet newHead, SyncProgress newWorkers, Instant now) {
    if (newHead.height() != head.height() || !newWorkers.equals(workers)) {
      lastMove = now;
    }
    head = newHead;
    workers = newWorkers;
  }

  /** The head is no older than three blocks, and is known to move. */
  boolean isCurrent(Instant now) {
    return isYoung(head, now) && hasMoved(now);
  }

  private boolean isYoung(TipSet any, Instant now) {
    return Duration.between(any.time(), now).compareTo(blockDelay.multipliedBy(3)) < 0;
  }

  /** Of a chain that was current from the beginning, a head younger than a block has just moved. */
  private boolean hasMoved(Instant now) {
    if (!isYoung(first, began)) {
      return head.height() >= first.height() + ADVANCE;
    }
    return head.height() != first.height()
        || Duration.between(head.time(), now).compareTo(blockDelay) <= 0;
  }

  Duration standsStillFor(Instant now) {
    return Duration.between(lastMove, now);
  }

  TipSet head() {
    return head;
  }

  long behind(Instant now) {
    return Math.max(0, Duration.between(head.time(), now).dividedBy(blockDelay));
  }

  /** By the speed at which the head has come nearer since we look; empty while it has not. */
  Optional<Duration> left(Instant now) {
    Duration nearer =
        Duration.between(first.time(), head.time()).minus(Duration.between(began, now));
    Duration behind = Duration.between(head.time(), now);
    if (nearer.toMillis() <= 0 || behind.isNegative()) {
      return Optional.empty();
    }
    double factor = (double) behind.toMillis() / nearer.toMillis();
    return Optional.of(
        Duration.ofMillis((long) (Duration.between(began, now).toMillis() * factor)));
  }

  JobProgress progress(Instant now) {
    long total = head.height() + behind(now);
    String line =
        "head %d, %d epochs behind%s"
            .formatted(
                head.height(),
                behind(now),
                left(now).map(left -> ", about " + inWords(left) + " left").orElse(""));
    double percent = total == 0 ? -1 : 100.0 * head.height() / total;
    return new JobProgress("sync", percent, head.height(), total, "epochs", line, 0, began);
  }

  private static String inWords(Duration left) {
    return left.toHours() > 0
        ? left.toHours() + " h " + left.toMinutesPart() + " min"
        : left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s";
  }
}
