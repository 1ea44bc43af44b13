package io.lotusflow.actor;

import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.wallet.WalletActivities;
import io.temporal.workflow.Workflow;
import java.util.List;

/** Looked at, keys saved, approved, sent, and seen on the chain. */
public final class ActorWorkflowImpl implements ActorWorkflow {

  @Override
  public Receipt change(ActorPlan plan) {
    ActorActivities actor = Steps.on(plan.scope().host(), ActorActivities.class);
    ActorLook look = actor.look(plan);
    if (look.changes().isEmpty() && look.proposed().isEmpty()) {
      return look.receipt();
    }
    Steps.on(plan.scope().host(), WalletActivities.class).saveKeys(plan.keys(), List.of());
    if (plan.scope().dryRun()) {
      return look.receipt();
    }
    if (!plan.approved()) {
      Parking.awaitApproval(
          "Actor.Send",
          ActorProblem.ACTOR_APPROVAL,
          look.actor(),
          String.join("\n", look.changes()),
          look.sender());
    }
    if (!look.changes().isEmpty()) {
      actor.send(plan, look);
    }
    if (plan.act() == ActorPlan.Act.WORKER) {
      confirm(plan, actor);
    }
    return Receipt.done(String.join("; ", look.changes()));
  }

  private static void confirm(ActorPlan plan, ActorActivities actor) {
    ActorLook look = actor.look(plan);
    while (!look.proposed().isEmpty() && !look.left().isZero()) {
      Workflow.sleep(look.left());
      look = actor.look(plan);
    }
    if (!look.proposed().isEmpty()) {
      actor.confirmWorker(plan, look);
    }
  }
}
