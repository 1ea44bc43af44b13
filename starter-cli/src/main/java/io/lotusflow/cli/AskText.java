package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.deals.DealPrice;
import io.lotusflow.deals.StorageAsk;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** An ask as people compare it: per TiB and year; what Lotus has stands beside it. */
final class AskText {
  private final Session session;
  private final Duration epoch;

  /**
   * How it is told.
   *
   * @param epoch how long one lasts on this network
   */
  AskText(Session session, Duration epoch) {
    this.session = session;
    this.epoch = epoch;
  }

  int show(Optional<StorageAsk> ask) {
    if (!session.wantsText()) {
      session.out().println(RunsJson.text(json(ask)));
    } else if (ask.isEmpty()) {
      session.out().println(session.text("deals.ask.none"));
    } else {
      lines(ask.get());
    }
    return Exit.DONE;
  }

  private void lines(StorageAsk ask) {
    say("deals.ask.price", words(ask.price()));
    say("deals.ask.verified", words(ask.verifiedPrice()));
    say("deals.ask.pieces", ask.minPiece(), ask.maxPiece());
  }

  String words(BigInteger price) {
    return new DealPrice(price).inWords(epoch);
  }

  private void say(String key, Object... arguments) {
    session.out().println(session.text(key, arguments));
  }

  private ObjectNode json(Optional<StorageAsk> found) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    found.ifPresent(
        ask -> {
          json.put("attoFilPerGibEpoch", ask.price().toString());
          json.put("attoFilPerTibYear", perYear(ask.price()));
          json.put("verifiedAttoFilPerGibEpoch", ask.verifiedPrice().toString());
          json.put("verifiedAttoFilPerTibYear", perYear(ask.verifiedPrice()));
          json.put("minPieceBytes", ask.minPiece().bytes());
          json.put("maxPieceBytes", ask.maxPiece().bytes());
        });
    json.put("epochSeconds", epoch.toSeconds());
    return json;
  }

  private String perYear(BigInteger price) {
    return new DealPrice(price).perTibAndYear(epoch).digits();
  }
}
