package io.lotusflow.wallet;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FullNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** What creating a miner takes from its owner. */
public final class MinerCost {
  /** A CreateMiner message used 42 million on network version 28. */
  private static final BigInteger GAS = BigInteger.valueOf(60_000_000);

  /** The base fee may rise by an eighth with each block until the message is in. */
  private static final BigInteger FEE_MARGIN = BigInteger.valueOf(3);

  private static final AttoFil LEAST = AttoFil.ofFil("0.01");

  /** {@code lotus-miner init} itself adds 1 %. */
  private static final BigDecimal DEPOSIT_MARGIN = new BigDecimal("1.05");

  private MinerCost() {}

  /** Gas at today's base fee and, where this version has one, the deposit; both with a margin. */
  public static AttoFil of(FullNode node) {
    AttoFil gas = new AttoFil(node.head().baseFee().atto().multiply(GAS).multiply(FEE_MARGIN));
    BigDecimal deposit = new BigDecimal(node.minerCreationDeposit().atto());
    BigInteger rounded =
        deposit.multiply(DEPOSIT_MARGIN).setScale(0, RoundingMode.CEILING).toBigInteger();
    return (gas.compareTo(LEAST) > 0 ? gas : LEAST).plus(new AttoFil(rounded));
  }
}
