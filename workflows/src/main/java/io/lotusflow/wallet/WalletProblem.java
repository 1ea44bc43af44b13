package io.lotusflow.wallet;

import io.lotusflow.run.Problem;

/** What stops a procedure that needs a wallet. */
public enum WalletProblem implements Problem {
  /**
   * The owner cannot pay: address, balance, needed, missing. It goes on by itself when the money
   * arrives.
   */
  NO_FUNDS(Cure.OPERATOR);

  private final Cure cure;

  WalletProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
