package io.lotusflow.chain;

import io.lotusflow.run.Problem;

/** The ways a node's chain is not replaced. */
public enum ChainProblem implements Problem {
  /** Asks before a chain is replaced on a network where that costs: {0} node, {1} size. */
  CHAIN_GOES(Cure.OPERATOR),
  /** There is no daemon of this machine, or it has no chain: {0} repository. */
  CHAIN_ABSENT(Cure.START_AGAIN),
  /** {@code datastore} is a link, a mount point, or on another file system: {0} what, {1} why. */
  CHAIN_NOT_MOVABLE(Cure.START_AGAIN),
  /** The daemon is not run by the service that the settings name: {0} service, {1} repository. */
  CHAIN_SERVICE_UNKNOWN(Cure.START_AGAIN),
  /** Old and new chain do not fit: {0} folder, {1} needed, {2} free. */
  CHAIN_NO_ROOM(Cure.START_AGAIN),
  /** The folder for the second repository holds something else: {0} folder. */
  CHAIN_FOLDER_TAKEN(Cure.START_AGAIN),
  /** The second daemon ended: {0} repository, {1} log. */
  CHAIN_BESIDE_DIED(Cure.OPERATOR),
  /** Its head does not come nearer: {0} height, {1} epochs behind, {2} for how long, {3} log. */
  CHAIN_BESIDE_STALLED(Cure.OPERATOR),
  /** The second repository has no chain to be switched in: {0} repository. */
  CHAIN_BESIDE_EMPTY(Cure.OPERATOR),
  /** A process still has the repository: {0} repository. */
  CHAIN_IN_USE(Cure.RETRY),
  /** Messages of local addresses stay in the pool: {0} how many, {1} the first one's address. */
  CHAIN_MESSAGES_PENDING(Cure.OPERATOR),
  /** Wallets or configuration are not what they were: {0} what. */
  CHAIN_IDENTITY_CHANGED(Cure.OPERATOR),
  /** The folders are not where a switch can have left them: {0} what was looked for. */
  CHAIN_FOLDERS_UNKNOWN(Cure.OPERATOR),
  /** The switch did not succeed and was undone; the node serves with its old chain: {0} why. */
  CHAIN_SWITCHED_BACK(Cure.OPERATOR),
  /** What is stopped before the daemon took too long: {0} seconds, {1} planned for all. */
  CHAIN_STOP_TOO_SLOW(Cure.OPERATOR),
  /** The rollback did not succeed and was undone: {0} why. */
  CHAIN_ROLLBACK_UNDONE(Cure.OPERATOR),
  /** There is no old chain to go back to: {0} repository. */
  CHAIN_NOTHING_TO_PUT_BACK(Cure.START_AGAIN),
  /** The old chain is not deleted while the node is not healthy: {0} folder, {1} what is wrong. */
  CHAIN_NODE_UNHEALTHY(Cure.RETRY),
  /** The copy of the keystore differs: {0} folder. */
  CHAIN_KEY_COPY_DIFFERS(Cure.OPERATOR);

  private final Cure cure;

  ChainProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
