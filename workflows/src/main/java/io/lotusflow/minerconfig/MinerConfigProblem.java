package io.lotusflow.minerconfig;

import io.lotusflow.run.Problem;

/** Why keys cannot be set. The names are stored in histories: add, never rename. */
public enum MinerConfigProblem implements Problem {
  /** {0} key, {1} version, {2} the nearest keys that it has. */
  MINER_CONFIG_UNKNOWN_KEY(Cure.START_AGAIN),
  /** {0} key, {1} what was given, {2} an example of what is wanted. */
  MINER_CONFIG_BAD_VALUE(Cure.START_AGAIN),
  /** This version does not print its defaults, so that keys cannot be checked: {0} version. */
  MINER_CONFIG_NO_DEFAULTS(Cure.START_AGAIN),
  /** The copy of the old file is gone: {0} file. */
  MINER_CONFIG_COPY_GONE(Cure.OPERATOR);

  private final Cure cure;

  MinerConfigProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
