package io.lotusflow.cli;

import io.lotusflow.actor.ActorActivitiesImpl;
import io.lotusflow.actor.ActorLook;
import io.lotusflow.actor.ActorPlan;
import io.lotusflow.actor.ActorWorkflow;
import io.lotusflow.settings.Plans;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;

/**
 * A command that changes the miner actor. What would change is shown before somebody is asked; the
 * run looks again, and waits for an approval where nobody has said yes.
 */
abstract class ActorCommand extends ProcedureCommand {

  private final ActorPlan.Act act;

  ActorCommand(Session session, ActorPlan.Act act) {
    super(session);
    this.act = act;
  }

  /** What the change wants. */
  abstract List<String> words();

  @Override
  final Procedure procedure(Plans plans) {
    ActorPlan plan = plan(plans, false);
    boolean approved =
        !plan.scope().dryRun()
            && seen(plan).filter(look -> !look.changes().isEmpty()).isPresent()
            && new Confirmation(session()).given("actor.ask");
    return new Procedure(
        ActorWorkflow.PROCEDURE, ActorWorkflow.class, approved ? plan(plans, true) : plan);
  }

  private ActorPlan plan(Plans plans, boolean approved) {
    return plans.actor(act, words(), approved).orElseThrow(() -> notHere("settings.no-miner-here"));
  }

  /** What is wrong with it is the run's to tell. */
  private Optional<ActorLook> seen(ActorPlan plan) {
    try {
      ActorLook look = new ActorActivitiesImpl(session().home().messages(), beat -> {}).look(plan);
      look.changes().forEach(line -> session().say("actor.change", look.actor(), line));
      return Optional.of(look);
    } catch (ApplicationFailure refused) {
      return Optional.empty();
    }
  }
}
