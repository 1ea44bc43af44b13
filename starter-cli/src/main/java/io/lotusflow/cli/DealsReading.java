package io.lotusflow.cli;

import io.lotusflow.deals.DealMarket;
import io.lotusflow.deals.DealNotes;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.messages.Messages;
import io.lotusflow.process.Programs;
import io.lotusflow.settings.Plans;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/** For commands that ask a market themselves; one that there is not is said in one sentence. */
final class DealsReading {

  private DealsReading() {}

  static DealsPlan plan(Session session, Plans plans) {
    return plans.deals().orElseThrow(() -> MinerReading.noMiner(session));
  }

  /** Runs a command's body with the miner's market. */
  static int of(Session session, boolean rehearsal, ToIntBiFunction<DealMarket, Plans> body) {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    try {
      DealMarket market = market(session, plans);
      Optional<DealMarket.Absence> none = market.absence();
      return none.isPresent() ? absent(session, none.get()) : body.applyAsInt(market, plans);
    } catch (RpcFailed failed) {
      throw NodeReading.silent(session, failed, "miner.silent");
    }
  }

  static DealMarket market(Session session, Plans plans) {
    return DealMarket.of(plan(session, plans), notes(session), new Programs(), () -> {});
  }

  static DealNotes notes(Session session) {
    return new DealNotes(session.home().deals());
  }

  /** What it is, and whose work it is now. */
  static int absent(Session session, DealMarket.Absence none) {
    String key = none.why().name();
    Messages problems = Messages.in(session.language(), "problems");
    throw new Complaint(
        Exit.UNSUPPORTED,
        session.text("deals.absent"),
        problems.text(key + ".seen", none.version()),
        problems.text(key + ".fix", none.version()));
  }

  /** How long an epoch lasts on the network that the daemon is on. */
  static Duration epoch(Plans plans) {
    return FullNode.at(plans.node()).version().blockDelay();
  }
}
