package io.lotusflow.chain;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Chain data of a node that lives: made ready beside it, switched in, kept, put back. */
@ActivityInterface(namePrefix = "Chain.")
public interface ChainActivities {

  /**
   * Whether a run that is over left the chain between two folders. Only looks.
   *
   * @return what {@link #mend} would do; already so if all is whole
   */
  Receipt inspect(ChainNode node);

  /** Makes the chain whole again after such a run; the daemon must be stopped. */
  Receipt mend(ChainNode node);

  /**
   * Whether the node's chain can be switched at all; refuses with what is in the way. Fixes the
   * names of the folders.
   */
  ChainGround preflight(ChainResetPlan plan);

  /**
   * Whether old chain, new chain and snapshot fit; frees old copies where the node is healthy and
   * they do not.
   */
  Receipt makeRoom(ChainResetPlan plan, ChainGround ground, SnapshotSource source);

  /** Imports into the second repository; one that died is started over from an empty one. */
  @DetachedJob
  ImportedChain importBeside(ChainResetPlan plan, ChainGround ground, SnapshotFile file);

  /**
   * Starts a second daemon there, without keys, on ports of its own, and returns when its head has
   * advanced and is current; it goes on until {@link #endBeside}. Without catching up: until it was
   * seen to start.
   */
  @DetachedJob
  BesideHead catchUp(ChainResetPlan plan, ChainGround ground);

  /** Ends that daemon politely, and writes through what it left. */
  BesideHead endBeside(ChainResetPlan plan, ChainGround ground);

  /** Ends that daemon and removes the second repository. */
  Receipt removeBeside(ChainResetPlan plan, ChainGround ground);

  /** Notes what must be the same after the switch. */
  NodeIdentity noteIdentity(ChainNode node);

  /** Waits until no message of a local address is pending; for a few epochs. */
  Receipt awaitQuiet(ChainNode node);

  /**
   * Asks the API many times a second until {@link #endWatch}; tells how long nobody answered.
   *
   * @param round counts the switches that one run tries
   */
  Outage watchOutside(ChainNode node, int round);

  Receipt endWatch(ChainNode node, int round);

  /** Renames the old {@code datastore} aside and the new one in; the daemon must be stopped. */
  Receipt switchIn(ChainNode node, ChainGround ground);

  /** The same two renames backwards, from wherever they were left. */
  Receipt putBack(ChainNode node, ChainGround ground);

  /** Wallets, keystore, token, configuration as before; a peer. */
  Receipt verify(ChainNode node, NodeIdentity before);

  /** Sectors that the outage wedged. Never fails. */
  WedgedSectors findWedged(ChainNode node);

  /** Keeps the old chain, and starts the run that deletes it in time. */
  OldChain keepOld(ChainNode node, ChainGround ground);

  /** How the node does on its new chain. Never fails. */
  ChainHealth health(KeepPlan plan);

  /** Deletes an old chain; refuses while the node is not healthy. */
  Receipt discardOld(KeepPlan plan);

  /** The kept chain that a rollback would put back. */
  ChainGround findOld(ChainNode node);

  /** Deletes the chain that a rollback took out. */
  Receipt discardUndone(ChainNode node, ChainGround ground);

  /** Copies the keystore, readable by its owner alone, and compares the copy. */
  Receipt backUpKeystore(ChainResetPlan plan);

  /** Deletes the node's chain and imports in its place. There is no way back. */
  @DetachedJob
  ImportedChain importInPlace(ChainResetPlan plan, SnapshotFile file);
}
