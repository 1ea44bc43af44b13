package io.lotusflow.rehearsal.suite.build;

import java.util.Locale;

/**
 * What is wrong with a release that was built in good order: baked into its sources, as {@code
 * flaw} in the resource {@code rehearsal.properties}. Nobody sees it before the release runs.
 */
public enum Flaw {
  /** The daemon ends with exit code 1 before it serves its API. */
  NO_START,
  /** The miner ends with exit code 1 before it serves its API. */
  NO_MINER,
  /** The daemon serves another API version than the miner of the same release asks for. */
  WRONG_API,
  /** The daemon no longer follows the network. */
  NO_SYNC,
  /** Workers end as soon as they are to join their miner. */
  NO_WORKER,
  /** The daemon does not know {@code [Libp2p] ListenAddresses} any more, and ignores it. */
  LOST_KEY,
  /** It cannot be compiled. */
  NO_BUILD;

  private static final String BUILT =
      Build.properties("rehearsal.properties").getProperty("flaw", "").strip();

  /** Whether this release has it. */
  public boolean isBuiltIn() {
    return BUILT.equals(word());
  }

  /** {@code no-start}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
