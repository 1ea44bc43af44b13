package io.lotusflow.reset;

import io.lotusflow.run.Problem;

/** Why local data stays where it is. */
public enum LocalResetProblem implements Problem {
  /** The miner has sectors to prove: actor, how many. */
  RESET_SECTORS_LIVE(Cure.START_AGAIN),
  /** Nobody could be asked for the miner's sectors: what was said. */
  RESET_SECTORS_UNKNOWN(Cure.START_AGAIN),
  /** Wants an approval, no cure: folders, how much lies there, where the backup lies. */
  RESET_DATA_GOES(Cure.OPERATOR),
  /** Something else than our services has the repository: folder. */
  RESET_IN_USE(Cure.OPERATOR),
  /** Something cannot be renamed: path, why. */
  RESET_NOT_MOVED(Cure.OPERATOR);

  private final Cure cure;

  LocalResetProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
