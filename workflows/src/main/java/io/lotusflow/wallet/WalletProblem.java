package io.lotusflow.wallet;

import io.lotusflow.run.Problem;

/** What stops a procedure that needs a wallet. */
public enum WalletProblem implements Problem {
  /**
   * The owner cannot pay: address, balance, needed, missing. It goes on by itself when the money
   * arrives.
   */
  NO_FUNDS(Cure.OPERATOR),
  /** Creating the miner wants an approval, no cure: owner, about how much it takes, balance. */
  MINER_COSTS_FUNDS(Cure.OPERATOR),
  /** An address of the settings is none, or not of a BLS key: address, what is wrong. */
  WALLET_ADDRESS_WRONG(Cure.OPERATOR),
  /** The daemon does not have the key: address, the daemon's repository or address. */
  WALLET_KEY_ABSENT(Cure.OPERATOR),
  /** A backup file holds something else than the key: file, address. */
  KEY_BACKUP_DIFFERS(Cure.OPERATOR),
  /** What was exported is not a key: address. */
  KEY_EXPORT_UNREADABLE(Cure.RETRY);

  private final Cure cure;

  WalletProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
