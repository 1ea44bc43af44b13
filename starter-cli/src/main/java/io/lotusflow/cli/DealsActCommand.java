package io.lotusflow.cli;

import io.lotusflow.deals.DealMarket;
import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.deals.DealsWorkflow;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.settings.Plans;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A command that changes the market of the miner, if this version has one. */
abstract class DealsActCommand extends ProcedureCommand {

  private final DealsActPlan.Act act;

  DealsActCommand(Session session, DealsActPlan.Act act) {
    super(session);
    this.act = act;
  }

  /** What the change wants. */
  abstract List<String> words(Plans plans);

  @Override
  final OptionalInt read(Plans plans) {
    Optional<DealMarket.Absence> none;
    try {
      none = DealsReading.market(session(), plans).absence();
    } catch (RpcFailed laterPerhaps) {
      return OptionalInt.empty();
    }
    return none.map(why -> OptionalInt.of(DealsReading.absent(session(), why)))
        .orElseGet(OptionalInt::empty);
  }

  @Override
  final Procedure procedure(Plans plans) {
    return new Procedure(
        DealsWorkflow.PROCEDURE,
        DealsWorkflow.class,
        new DealsActPlan(plans.scope(), act, DealsReading.plan(session(), plans), words(plans)));
  }

  final void require(boolean holds, String key) {
    if (!holds) {
      throw notHere(key);
    }
  }
}
