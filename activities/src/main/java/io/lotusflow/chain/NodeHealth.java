package io.lotusflow.chain;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a node does, and whether it is still itself. */
final class NodeHealth {

  /** Null rounds make a good head look old for a while. */
  private static final long EPOCHS = 10;

  private final ChainNode node;

  NodeHealth(ChainNode node) {
    this.node = node;
  }

  /** What is wrong; empty if its API answers and its head is current. */
  Optional<String> trouble() {
    try {
      FullNode daemon = FullNode.at(node.daemon().api());
      TipSet head = daemon.head();
      long behind =
          Duration.between(head.time(), Instant.now()).dividedBy(daemon.version().blockDelay());
      return behind <= EPOCHS
          ? Optional.empty()
          : Optional.of("the head is " + behind + " epochs behind");
    } catch (RpcFailed silent) {
      return Optional.of("the API does not answer: " + silent.said());
    }
  }

  Receipt compare(NodeIdentity before) {
    FullNode daemon = FullNode.at(node.daemon().api());
    List<String> wallets = daemon.wallets().stream().sorted().toList();
    if (!before.wallets().isEmpty() && !wallets.equals(before.wallets())) {
      throw ChainProblem.CHAIN_IDENTITY_CHANGED.because("wallets: " + wallets);
    }
    if (!Identities.ofNode(Path.of(node.daemon().repo())).equals(before.digest())) {
      throw ChainProblem.CHAIN_IDENTITY_CHANGED.because("keystore, token or config.toml");
    }
    return Receipt.done(
        "%d wallets, keys and configuration as before; %d peers"
            .formatted(wallets.size(), daemon.peers()));
  }
}
