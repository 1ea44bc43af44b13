package io.lotusflow.chain;

import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.window.SafeWindow;
import java.util.List;
import java.util.Optional;

/** The switch of a reset, the other way round. */
public final class ChainRollbackWorkflowImpl implements ChainRollbackWorkflow {

  @Override
  public ChainReset rollBack(ChainNode node) {
    ChainActivities chain = Steps.on(node.scope().host(), ChainActivities.class);
    NodeLease.hold(node.scope(), () -> new Mending(node).mend());
    ChainGround ground = chain.findOld(node);
    SwitchOver.Outcome outcome = untilBack(node, ground, chain);
    chain.discardUndone(node, ground);
    WedgedSectors wedged = node.findWedged();
    return report(node, outcome, wedged.sectors());
  }

  private static SwitchOver.Outcome untilBack(
      ChainNode node, ChainGround ground, ChainActivities chain) {
    for (int round = 1; ; round++) {
      int thisRound = round;
      SwitchOver.Outcome outcome =
          NodeLease.hold(
              node.scope(),
              () -> {
                SafeWindow.awaitAll(node.windows());
                return WithoutDeals.change(
                    node,
                    () ->
                        new SwitchOver(node)
                            .run(
                                thisRound,
                                () -> chain.putBack(node, ground),
                                () -> chain.switchIn(node, ground)));
              });
      if (outcome.head().isPresent()) {
        return outcome;
      }
      outcome
          .trouble()
          .ifPresent(
              why ->
                  Parking.untilResumed("Chain.PutBack", ChainProblem.CHAIN_ROLLBACK_UNDONE, why));
    }
  }

  private static ChainReset report(ChainNode node, SwitchOver.Outcome outcome, List<Long> wedged) {
    String note =
        "the old chain serves again; no answer for %.1f s"
            .formatted(outcome.outage().map(Outage::silentSeconds).orElse(0.0));
    Receipt receipt = node.scope().dryRun() ? Receipt.wouldDo("") : Receipt.done(note);
    return new ChainReset(receipt, Optional.empty(), outcome.head(), outcome.outage(), "", wedged);
  }
}
