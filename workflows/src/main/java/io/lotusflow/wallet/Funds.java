package io.lotusflow.wallet;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What the owner has and what creating the miner takes: gas, and since v1.34.2 the creation
 * deposit.
 *
 * @param needed an estimate with a margin
 */
public record Funds(Receipt receipt, String address, AttoFil balance, AttoFil needed)
    implements Reported {

  public boolean enough() {
    return balance.compareTo(needed) >= 0;
  }
}
