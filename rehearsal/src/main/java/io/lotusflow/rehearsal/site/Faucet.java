package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.network.Network;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives play money: {@code POST /faucet}, with {@code address=…} and perhaps {@code fil=…} as query
 * or as form.
 */
final class Faucet {
  private static final int ATTO = 18;

  /** Enough to create a miner and to pledge some sectors. */
  private static final String GENEROUS = "1000";

  private static final int FORM_BYTES = 4096;

  private final Network network;
  private final Faults faults;

  Faucet(Network network, Faults faults) {
    this.network = network;
    this.faults = faults;
  }

  void answer(Answer answer) throws IOException {
    Map<String, String> asked = asked(answer.exchange());
    Optional<BigInteger> amount = attoFil(asked.getOrDefault("fil", GENEROUS));
    String address = asked.getOrDefault("address", "");
    if (!answer.exchange().getRequestMethod().equals("POST")) {
      answer.text(405, "POST it\n");
    } else if (faults.words(Fault.FAUCET_DRY).isPresent()) {
      answer.text(503, "the faucet is dry\n");
    } else if (amount.isEmpty() || address.isEmpty()) {
      answer.text(400, "asked for is address=ADDRESS and fil=AMOUNT, the amount above zero\n");
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

  private static Map<String, String> asked(HttpExchange exchange) throws IOException {
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    String form = new String(exchange.getRequestBody().readNBytes(FORM_BYTES), UTF_8);
    Map<String, String> values = new HashMap<>();
    for (String pair : (query + '&' + form).split("&", -1)) {
      String[] nameAndValue = pair.split("=", 2);
      if (nameAndValue.length == 2) {
        values.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], UTF_8));
      }
    }
    return values;
  }
}
