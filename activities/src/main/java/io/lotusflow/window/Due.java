package io.lotusflow.window;

/**
 * A stretch in which the miner must not be away.
 *
 * @param kind what it has to do
 * @param from first epoch
 * @param to first epoch after it
 * @param deadline whose sectors it is about
 * @param partitions that are concerned
 * @param sectors likewise
 */
public record Due(Kind kind, long from, long to, int deadline, int partitions, int sectors) {

  /** What is due. */
  public enum Kind {
    /** A proof, from the opening of a deadline to its close. */
    PROOF,
    /** The word that faults are mended, which the chain takes up to this epoch. */
    RECOVERY
  }
}
