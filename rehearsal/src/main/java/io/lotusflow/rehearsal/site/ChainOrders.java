package io.lotusflow.rehearsal.site;

import io.lotusflow.rehearsal.suite.network.Network;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rehearsal may order of the chain itself: {@code POST
 * /chain/sectors?deadline=3&count=2[&miner=t01002]} gives a miner, else the newest one, so many
 * good sectors in a deadline; {@code POST /chain/grow?bytes=104857600} makes the state larger, with
 * {@code &f3=} the F3 part of snapshots. Both from the next block on.
 */
final class ChainOrders {
  private final Network network;
  private final Snapshots snapshots;

  ChainOrders(Network network, Snapshots snapshots) {
    this.network = network;
    this.snapshots = snapshots;
  }

  void answer(Answer answer) throws IOException {
    Map<String, String> asked = asked(answer);
    if (!answer.exchange().getRequestMethod().equals("POST")) {
      answer.text(405, "POST it\n");
      return;
    }
    try {
      switch (answer.path()) {
        case "/chain/sectors" -> answer.text(200, sectors(asked));
        case "/chain/grow" -> answer.text(200, grow(asked));
        default -> answer.notFound();
      }
    } catch (IllegalArgumentException e) {
      answer.text(400, e.getMessage() + "\n");
    } catch (IllegalStateException e) {
      answer.text(409, e.getMessage() + "\n");
    }
  }

  private String sectors(Map<String, String> asked) throws IOException {
    List<String> miners = network.miners();
    if (miners.isEmpty()) {
      throw new IllegalStateException("there is no miner on this network yet");
    }
    String miner = asked.getOrDefault("miner", miners.get(miners.size() - 1));
    network.setSectors(miner, number(asked, "deadline", "0"), number(asked, "count", "1"));
    return miner + "\n";
  }

  private String grow(Map<String, String> asked) {
    long bytes = number(asked, "bytes", "0");
    if (bytes > 0) {
      network.grow(bytes);
    }
    if (asked.containsKey("f3")) {
      snapshots.setF3Bytes(number(asked, "f3", "0"));
    }
    return bytes + "\n";
  }

  private static long number(Map<String, String> asked, String name, String otherwise) {
    String text = asked.getOrDefault(name, otherwise);
    if (!text.matches("\\d{1,15}")) {
      throw new IllegalArgumentException(name + " is a number, not " + text);
    }
    return Long.parseLong(text);
  }

  private static Map<String, String> asked(Answer answer) {
    String query = answer.exchange().getRequestURI().getRawQuery();
    Map<String, String> values = new HashMap<>();
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      String[] nameAndValue = pair.split("=", 2);
      if (nameAndValue.length == 2) {
        values.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
