package io.lotusflow.cli;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The word that a miner may be created, given before the start. Without it the run waits for {@code
 * run approve} when it gets there: silence is no word.
 */
final class Spending {

  private final Session session;

  Spending(Session session) {
    this.session = session;
  }

  Plans ask(Plans plans) {
    boolean asks = plans.miner().filter(MinerPlan::askFirst).filter(this::creates).isPresent();
    if (!asks) {
      return plans;
    }
    if (new Confirmation(session).given("spending.ask")) {
      return plans.withSpendingAllowed();
    }
    session.say("spending.later");
    return plans;
  }

  /** As far as can be seen from here; the run itself asks the chain. */
  private boolean creates(MinerPlan miner) {
    return !miner.scope().dryRun()
        && miner.actor().isEmpty()
        && !Files.exists(Path.of(miner.repo(), "config.toml"));
  }
}
