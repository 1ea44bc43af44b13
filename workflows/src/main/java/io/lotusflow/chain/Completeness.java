package io.lotusflow.chain;

/**
 * How sure it is that nothing is missing at the end: a file that was cut between two blocks is
 * well-formed, and Lotus imports it without a word. Surest first. The names are stored: never
 * rename.
 */
public enum Completeness {
  /** The digest is the published one: byte for byte the file that was published. */
  PROVEN_BY_DIGEST,
  /**
   * The headers come newest first and reach from the head to genesis without a gap, as Lotus and
   * Forest write them; only data of genesis itself could be missing behind.
   */
  REACHES_GENESIS,
  /** The length is the published one; nothing else says that it is whole. */
  LENGTH_ONLY,
  NOT_PROVEN;

  /** Whether something else than the length says that the chain is whole. */
  public boolean isProven() {
    return this == PROVEN_BY_DIGEST || this == REACHES_GENESIS;
  }
}
