package io.lotusflow.chain;

/**
 * What a snapshot says about the network it comes from.
 *
 * @param network {@code mainnet} or {@code calibnet}; empty if it is another one or cannot be told
 * @param genesis CID of the genesis block that the head's chain ends in; empty if the chain did not
 *     reach it
 */
public record NetworkEvidence(Source source, String network, String genesis) {

  /** What the network was recognised by, weakest first. The names are stored: never rename. */
  public enum Source {
    NONE,
    /** The head's height and timestamp fit a well-known network's clock, and no other's. */
    CLOCK,
    /** The genesis block is in the file, linked with the head. */
    GENESIS
  }

  public static NetworkEvidence none() {
    return new NetworkEvidence(Source.NONE, "", "");
  }
}
