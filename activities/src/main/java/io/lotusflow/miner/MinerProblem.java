package io.lotusflow.miner;

import io.lotusflow.run.Problem;

/** The ways a miner is not created, or is not the one that was asked for. */
public enum MinerProblem implements Problem {
  /** Lotus deletes the folder when its init fails: folder, one of the things in it. */
  MINER_FOLDER_NOT_EMPTY(Cure.OPERATOR),
  /** A mount point can neither be removed nor set aside: folder. */
  MINER_FOLDER_IS_MOUNT(Cure.OPERATOR),
  /** The daemon's head is old; an init now could use nonces that the chain has passed: height. */
  MINER_NODE_NOT_SYNCED(Cure.RETRY),
  /** {@code lotus-miner init} failed: exit code, log file. */
  MINER_INIT_FAILED(Cure.RETRY),
  /** The message that should create the miner failed on the chain: CID, exit code. */
  MINER_MESSAGE_FAILED(Cure.OPERATOR),
  /** The owner sent something meanwhile, but no creation is found: owner, height, record file. */
  MINER_CREATION_UNCLEAR(Cure.OPERATOR),
  /** The actor is not the plan's: actor, what, expected, found. */
  MINER_IS_ANOTHER(Cure.OPERATOR),
  /** The addresses did not get onto the chain: CID, exit code. */
  MINER_ADDRESSES_REFUSED(Cure.OPERATOR);

  private final Cure cure;

  MinerProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
