package io.lotusflow.chain;

import io.lotusflow.deals.Deals;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.miner.MinerService;
import io.lotusflow.window.SafeWindow;
import java.util.Optional;
import java.util.function.Supplier;

/** For workflows: a chain is changed while its miner, if that runs, takes no new deals. */
final class WithoutDeals {

  private WithoutDeals() {}

  /**
   * Inside the window, in which a miner that runs has answered. Nothing has begun if the window has
   * closed meanwhile.
   */
  static SwitchOver.Outcome change(ChainNode node, Supplier<SwitchOver.Outcome> change) {
    Optional<DealsPlan> deals = node.deals().filter(any -> runs(node));
    if (deals.isEmpty()) {
      return change.get();
    }
    return Deals.pausedDuring(
        deals.get(),
        () ->
            node.windows().stream().allMatch(SafeWindow::isStillOpen)
                ? change.get()
                : SwitchOver.Outcome.notBegun());
  }

  private static boolean runs(ChainNode node) {
    return node.anyMiner().filter(any -> MinerService.of(any).isRunning()).isPresent();
  }
}
