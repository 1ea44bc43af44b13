package io.lotusflow.migration;

import io.lotusflow.copy.Pace;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.window.ProvingSchedule;
import java.time.Duration;

/**
 * Shut while the miner has a proof to make, or soon will: it reads from the same disks. Without a
 * daemon or a miner that answers nothing is proven.
 */
final class GuestGate implements Pace.Gate {
  private static final Duration OFTEN = Duration.ofSeconds(2);
  private static final Duration SELDOM = Duration.ofMinutes(1);

  /** Epochs. */
  private static final long SOON = 2;

  private final MigrationPlan plan;
  private volatile boolean open = true;
  private volatile long nextLook = System.nanoTime();
  private volatile boolean looking;

  GuestGate(MigrationPlan plan) {
    this.plan = plan;
  }

  @Override
  public boolean isOpen() {
    if (System.nanoTime() - nextLook >= 0) {
      lookBeside();
    }
    return open;
  }

  private synchronized void lookBeside() {
    if (looking) {
      return;
    }
    looking = true;
    Thread thread = new Thread(this::look, "proof-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    Duration wait = SELDOM;
    try {
      FullNode node = FullNode.at(plan.miner().node());
      Duration epoch = node.version().blockDelay();
      String actor = MinerApi.at(plan.miner().api()).actor();
      ProvingSchedule schedule = ProvingSchedule.read(node, actor, epoch);
      long quiet = schedule.openIsBusy() ? 0 : schedule.quietFor().orElse(Long.MAX_VALUE);
      open = quiet > SOON;
      wait = open ? half(quiet - SOON, epoch) : epoch;
    } catch (RpcFailed silent) {
      open = true;
    } finally {
      nextLook = System.nanoTime() + between(wait).toNanos();
      looking = false;
    }
  }

  private static Duration half(long epochs, Duration epoch) {
    return epoch.multipliedBy(Math.min(epochs, 1000)).dividedBy(2);
  }

  private static Duration between(Duration wait) {
    Duration atLeast = wait.compareTo(OFTEN) < 0 ? OFTEN : wait;
    return atLeast.compareTo(SELDOM) > 0 ? SELDOM : atLeast;
  }
}
