package io.lotusflow.sync;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Waits by the head itself: {@code lotus sync wait} can hang for ever. */
public final class SyncActivitiesImpl implements SyncActivities {
  private final Consumer<JobProgress> pulse;
  private final Clock clock;

  /**
   * A wait whose progress goes to {@code pulse}.
   *
   * @param pulse hears about once a second how far it is; what it throws ends the wait
   */
  public SyncActivitiesImpl(Consumer<JobProgress> pulse) {
    this(pulse, Clock.systemUTC());
  }

  SyncActivitiesImpl(Consumer<JobProgress> pulse, Clock clock) {
    this.pulse = pulse;
    this.clock = clock;
  }

  @Override
  public ChainHead awaitSynced(SyncPlan plan) {
    return RpcFailed.named(() -> await(plan));
  }

  private ChainHead await(SyncPlan plan) {
    FullNode node = FullNode.at(plan.node());
    if (plan.scope().dryRun()) {
      return dryRun(node);
    }
    Duration blockDelay = node.version().blockDelay();
    CatchUp chain = new CatchUp(blockDelay, node.head(), clock.instant());
    if (chain.isCurrent(clock.instant())) {
      return at(chain.head(), Receipt.alreadySo("the head is " + chain.head().height()));
    }
    return follow(plan, node, chain, poll(blockDelay));
  }

  private ChainHead follow(SyncPlan plan, FullNode node, CatchUp chain, Duration poll) {
    Instant began = clock.instant();
    while (!chain.isCurrent(clock.instant())) {
      refuseAStall(plan, node, chain);
      pulse.accept(chain.progress(clock.instant()));
      Pause.of(poll);
      chain.see(node.head(), node.sync(), clock.instant());
    }
    long seconds = Duration.between(began, clock.instant()).toSeconds();
    String note = "the head is %d, current after %d s".formatted(chain.head().height(), seconds);
    return at(chain.head(), Receipt.done(note));
  }

  private void refuseAStall(SyncPlan plan, FullNode node, CatchUp chain) {
    Instant now = clock.instant();
    if (chain.standsStillFor(now).compareTo(plan.stallAfter()) > 0) {
      throw SyncProblem.SYNC_STALLED.because(
          chain.head().height(),
          chain.behind(now),
          chain.standsStillFor(now).toSeconds() + " s",
          node.peers());
    }
  }

  /** In a dry run the daemon may not be there yet. */
  private ChainHead dryRun(FullNode node) {
    try {
      CatchUp chain = new CatchUp(node.version().blockDelay(), node.head(), clock.instant());
      return chain.isCurrent(clock.instant())
          ? at(chain.head(), Receipt.alreadySo("the head is " + chain.head().height()))
          : at(chain.head(), Receipt.wouldDo("waits until the head is current"));
    } catch (RpcFailed notUp) {
      return new ChainHead(Receipt.wouldDo("waits until the head is current"), -1, Instant.EPOCH);
    }
  }

  private static ChainHead at(TipSet head, Receipt receipt) {
    return new ChainHead(receipt, head.height(), head.time());
  }

  /** A quarter of a block, and often enough to be felt as alive. */
  private static Duration poll(Duration blockDelay) {
    Duration quarter = blockDelay.dividedBy(4);
    return quarter.compareTo(Duration.ofSeconds(1)) > 0
        ? Duration.ofSeconds(1)
        : quarter.plusMillis(50);
  }
}
