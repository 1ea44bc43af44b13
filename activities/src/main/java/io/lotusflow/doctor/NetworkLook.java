package io.lotusflow.doctor;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.FullNode.Reachability;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How the daemon is connected to others. */
final class NetworkLook {
  /** So long it takes until enough peers have tried to call back. */
  static final Duration UNDECIDED = Duration.ofMinutes(10);

  private static final int FEW = 5;

  private final Words words;

  NetworkLook(Words words) {
    this.words = words;
  }

  /**
   * @param up how long the daemon has run; empty if nobody knows
   */
  List<Finding> look(FullNode node, List<String> bootstrappers, Optional<Duration> up) {
    List<Finding> findings = new ArrayList<>();
    findings.add(reachability(node.reachability(), up));
    Set<String> peers = node.peerIds();
    findings.add(peers(peers));
    if (!bootstrappers.isEmpty()) {
      findings.add(bootstrap(peers, bootstrappers));
    }
    return findings;
  }

  Finding reachability(Reachability seen, Optional<Duration> up) {
    boolean young = up.filter(time -> time.compareTo(UNDECIDED) < 0).isPresent();
    if (seen.state() == Reachability.State.PUBLIC) {
      return words.ok("reachability", String.join(", ", seen.addresses()));
    }
    if (young) {
      return words.finding(
          Finding.Level.OK,
          "reachability",
          "reachability.young",
          seen.state(),
          UNDECIDED.toMinutes());
    }
    return words.warning(
        "reachability",
        seen.state() == Reachability.State.PRIVATE
            ? "reachability.private"
            : "reachability.unknown",
        seen.state());
  }

  private Finding peers(Set<String> peers) {
    if (peers.isEmpty()) {
      return words.refuse("peers", "peers.none");
    }
    return peers.size() < FEW
        ? words.warning("peers", "peers.few", peers.size())
        : words.ok("peers", peers.size());
  }

  private Finding bootstrap(Set<String> peers, List<String> bootstrappers) {
    List<String> ids =
        bootstrappers.stream().map(Bootstrappers::peerId).flatMap(Optional::stream).toList();
    String there = ids.stream().filter(peers::contains).collect(Collectors.joining(", "));
    return there.isEmpty()
        ? words.finding(
            peers.size() < FEW ? Finding.Level.WARNING : Finding.Level.OK,
            "bootstrap",
            "bootstrap.none",
            bootstrappers.size())
        : words.ok("bootstrap", there);
  }
}
