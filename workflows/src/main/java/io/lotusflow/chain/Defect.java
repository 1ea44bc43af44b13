package io.lotusflow.chain;

/**
 * One thing that is wrong with a snapshot.
 *
 * @param from first byte of the file in which the damage can lie; for a packed file the range is as
 *     narrow as the packing allows
 * @param to the byte behind the last one; the same as {@code from} where fetching a range again
 *     cures nothing
 * @param carOffset where in the CAR: the same as {@code from} for a plain file
 * @param cid of the bad block; empty where it is no block
 * @param expected what should have been there; may be empty
 * @param found what was there; may be empty
 */
public record Defect(
    Kind kind, long from, long to, long carOffset, String cid, String expected, String found) {

  /** The names are stored: never rename. */
  public enum Kind {
    /** Neither a CAR nor a packed one; {@code found} says what it looks like. */
    NOT_A_SNAPSHOT(true),
    /** The content of a block does not have the hash that its CID says. */
    BAD_BLOCK(false),
    /** A CID names a hash function that cannot be checked. */
    UNKNOWN_HASH(false),
    /**
     * A CID names a format that no block of a chain has; the hash of a block does not cover that.
     */
    UNKNOWN_CODEC(false),
    /** From here on it is not made of blocks; what follows could not be checked. */
    BAD_STRUCTURE(false),
    /** The packing is damaged; what follows could not be checked. */
    BAD_ZSTD(false),
    /** It ends in the middle of a block or of a frame. */
    TRUNCATED(false),
    /** Its roots, or the head that its metadata name, are no block headers in the file. */
    BAD_HEAD(false),
    WRONG_NETWORK(true),
    /** The head is older than allowed. */
    TOO_OLD(true),
    WRONG_LENGTH(false),
    WRONG_DIGEST(false);

    private final boolean endsReading;

    Kind(boolean endsReading) {
      this.endsReading = endsReading;
    }

    /** Whether no other byte of the file could make it useful; reading stops there. */
    public boolean endsReading() {
      return endsReading;
    }
  }

  /** Whether fetching {@code from} to {@code to} again may cure it. */
  public boolean hasRange() {
    return to > from;
  }
}
