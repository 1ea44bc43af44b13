package io.lotusflow.install;

import io.lotusflow.crash.EndState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/** The same amount each time: once, from the actor to its owner. */
final class WithdrawOrdeal extends ActOrdeal {

  private static final String AMOUNT = "0.25";
  private static final int DECIMALS = 18;

  private String owner = "";
  private long messages;
  private BigInteger ownerHad = BigInteger.ZERO;
  private BigInteger actorHad = BigInteger.ZERO;

  WithdrawOrdeal() {
    super("actor/rehearsal/withdraw");
  }

  @Override
  public void prepare(Operator operator) {
    owner = minerInfo(operator).path("Owner").asText();
    messages = messages(operator, owner);
    ownerHad = balance(operator, owner);
    actorHad = balance(operator, actor(operator));
  }

  @Override
  List<String> command(Operator operator) {
    return List.of("-y", "miner", "withdraw", AMOUNT);
  }

  @Override
  public EndState endState(Operator operator) {
    BigInteger given = actorHad.subtract(balance(operator, actor(operator)));
    BigInteger got = balance(operator, owner).subtract(ownerHad);
    return new EndState.Facts()
        .add("messages of the owner", messages(operator, owner) - messages)
        .add("FIL from the actor", new BigDecimal(given, DECIMALS).stripTrailingZeros())
        // Less what the message costs, which is much less than half a hundredth.
        .add("FIL to the owner", new BigDecimal(got, DECIMALS).setScale(2, RoundingMode.HALF_UP))
        .done();
  }
}
