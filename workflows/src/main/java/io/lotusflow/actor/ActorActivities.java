package io.lotusflow.actor;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Messages to a miner actor. Manual: 矿工钱包. */
@ActivityInterface(namePrefix = "Actor.")
public interface ActorActivities {

  /** What would change; refuses what the chain would refuse. Only reads. */
  ActorLook look(ActorPlan plan);

  /**
   * Sends the change once and returns when the chain has carried it out, with exit code 0 and some
   * epochs on top. The message is signed and on disk before anybody gets it, so that an attempt
   * that died is gone on with by pushing the same message, which cannot count twice.
   *
   * <p>Where the key is elsewhere, the unsigned message is written into a file and the step fails
   * with {@link ActorProblem#ACTOR_NEEDS_SIGNATURE}, until the signature lies beside it.
   */
  Receipt send(ActorPlan plan, ActorLook look);

  /** As {@link #send}, for the confirmation of a worker that was proposed. */
  Receipt confirmWorker(ActorPlan plan, ActorLook look);
}
