package io.lotusflow.miner;

import io.lotusflow.job.JobKey;

/**
 * The creation of one miner, as it is recorded beside the miner's folder: not inside, since Lotus
 * deletes that when its init fails.
 *
 * @param nonce of the owner before anything was sent; -1 if this daemon does not tell
 * @param height of the chain before anything was sent
 * @param round counts the inits that were begun
 * @param jobOwner with {@code jobStep} and {@code jobInputs}: the job of this round, whose log
 *     knows the message
 * @param message CID of the message that creates the actor; empty until it is known
 * @param actor empty until it is known
 * @param complete whether the repository was made and looked at
 */
record Creation(
    String owner,
    String worker,
    String sectorSize,
    long nonce,
    long height,
    int round,
    String jobOwner,
    String jobStep,
    String jobInputs,
    String message,
    String actor,
    boolean complete) {

  JobKey job() {
    return new JobKey(jobOwner, jobStep, jobInputs);
  }

  Creation nextRound(JobKey key) {
    return new Creation(
        owner,
        worker,
        sectorSize,
        nonce,
        height,
        round + 1,
        key.owner(),
        key.step(),
        key.inputs(),
        message,
        actor,
        false);
  }

  Creation withMessage(String cid) {
    return with(nonce, cid, actor, complete);
  }

  /** After a message that came to nothing. */
  Creation withoutMessage(long nextNonce) {
    return with(nextNonce, "", actor, complete);
  }

  Creation withActor(String address) {
    return with(nonce, message, address, complete);
  }

  Creation completed() {
    return with(nonce, message, actor, true);
  }

  private Creation with(long newNonce, String newMessage, String newActor, boolean newComplete) {
    return new Creation(
        owner,
        worker,
        sectorSize,
        newNonce,
        height,
        round,
        jobOwner,
        jobStep,
        jobInputs,
        newMessage,
        newActor,
        newComplete);
  }
}
