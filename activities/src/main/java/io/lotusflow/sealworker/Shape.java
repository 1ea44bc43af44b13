package io.lotusflow.sealworker;

/**
 * How many workers of which kind.
 *
 * @param preCommit1 workers that do nothing but AP, PC1 and unsealing; none where one worker does
 *     all in turns
 * @param proofs workers for PC2 and C2, each with a graphics card of its own where there are any
 * @param commits whether C2 is done on this machine
 */
record Shape(int preCommit1, int proofs, boolean commits) {

  static Shape inTurns(boolean commits) {
    return new Shape(0, 1, commits);
  }

  boolean isInTurns() {
    return preCommit1 == 0;
  }

  int workers() {
    return preCommit1 + proofs;
  }
}
