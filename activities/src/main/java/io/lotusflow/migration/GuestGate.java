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
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Epochs. */
  private static final long SOON = 2;

  private final MigrationPlan plan;
  private volatile boolean open = true;
  private volatile long looked = System.nanoTime() - LOOK.toNanos();
  private volatile boolean looking;

  GuestGate(MigrationPlan plan) {
    this.plan = plan;
  }

  @Override
  public boolean isOpen() {
    if (System.nanoTime() - looked >= LOOK.toNanos()) {
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
    try {
      String actor = MinerApi.at(plan.miner().api()).actor();
      FullNode node = FullNode.at(plan.miner().node());
      ProvingSchedule schedule = ProvingSchedule.read(node, actor, node.version().blockDelay());
      open = !schedule.openIsBusy() && schedule.quietFor().orElse(Long.MAX_VALUE) > SOON;
    } catch (RpcFailed silent) {
      open = true;
    } finally {
      looked = System.nanoTime();
      looking = false;
    }
  }
}
