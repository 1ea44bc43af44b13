package io.lotusflow.deals;

import io.lotusflow.run.Problem;

/** The ways a miner's deals are not as they were asked for. */
public enum DealsProblem implements Problem {
  /** This version has no market. {0} version. */
  DEALS_MARKET_GONE(Cure.START_AGAIN),
  /** It could have one, but another process runs it, or none does. {0} version. */
  DEALS_MARKET_OFF(Cure.START_AGAIN),
  /** Nothing was noted that could be restored. {0} what is considered now. */
  DEALS_NO_NOTE(Cure.START_AGAIN),
  /** The miner was told, and has another thing. {0} wanted, {1} found. */
  DEALS_NOT_CHANGED(Cure.RETRY),
  /** A command failed. {0} what it said. */
  DEALS_REFUSED(Cure.OPERATOR),
  /** The miner knows no such deal. {0} CID of the proposal. */
  DEALS_UNKNOWN_DEAL(Cure.START_AGAIN),
  /** The file with a deal's data cannot be read. {0} path. */
  DEALS_NO_FILE(Cure.OPERATOR),
  /** The data was not taken. {0} CID of the proposal, {1} file, {2} log. */
  DEALS_NOT_IMPORTED(Cure.OPERATOR);

  private final Cure cure;

  DealsProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
