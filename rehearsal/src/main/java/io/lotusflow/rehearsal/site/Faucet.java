package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lotusflow.rehearsal.suite.Fault;
import io.lotusflow.rehearsal.suite.Network;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Gives play money: {@code POST /faucet?address=f3…&fil=10.5}. */
final class Faucet {
  private static final int ATTO = 18;

  private final Network network;
  private final Faults faults;

  Faucet(Network network, Faults faults) {
    this.network = network;
    this.faults = faults;
  }

  void answer(Answer answer) throws IOException {
    Map<String, String> query = query(answer.exchange().getRequestURI().getRawQuery());
    Optional<BigInteger> amount = attoFil(query.getOrDefault("fil", ""));
    String address = query.getOrDefault("address", "");
    if (!answer.exchange().getRequestMethod().equals("POST")) {
      answer.text(405, "POST it\n");
    } else if (faults.words(Fault.FAUCET_DRY).isPresent()) {
      answer.text(503, "the faucet is dry\n");
    } else if (amount.isEmpty() || address.isEmpty()) {
      answer.text(400, "asked for is /faucet?address=ADDRESS&fil=AMOUNT, the amount above zero\n");
    } else {
      give(answer, address, amount.get());
    }
  }

  private void give(Answer answer, String address, BigInteger attoFil) throws IOException {
    try {
      network.fund(address, attoFil);
      answer.text(200, "sent " + attoFil + " attoFIL to " + address + "\n");
    } catch (IllegalArgumentException e) {
      answer.text(400, e.getMessage() + "\n");
    }
  }

  private static Optional<BigInteger> attoFil(String fil) {
    try {
      BigInteger amount = new BigDecimal(fil).movePointRight(ATTO).toBigIntegerExact();
      return Optional.of(amount).filter(positive -> positive.signum() > 0);
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> values = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] nameAndValue = pair.split("=", 2);
      values.put(
          nameAndValue[0],
          nameAndValue.length == 2 ? URLDecoder.decode(nameAndValue[1], UTF_8) : "");
    }
    return values;
  }
}
