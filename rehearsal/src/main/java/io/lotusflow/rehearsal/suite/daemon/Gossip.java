package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Messages of others, as a node hears of them: nobody repeats to it what was said before it
 * listened, be it a message of its own wallet.
 */
final class Gossip {
  private final Set<Cid> missed = new HashSet<>();
  private List<SignedMessage> heard = List.of();
  private boolean listens;

  void listen(List<SignedMessage> pending) {
    if (!listens) {
      pending.forEach(message -> missed.add(message.cid()));
      listens = true;
    }
    List<SignedMessage> news = new ArrayList<>();
    for (SignedMessage message : pending) {
      if (!missed.contains(message.cid())) {
        news.add(message);
      }
    }
    heard = news;
  }

  List<SignedMessage> heard() {
    return heard;
  }
}
