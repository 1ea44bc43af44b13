package io.lotusflow.window;

import io.lotusflow.lotus.FilAddress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.PendingMessage;
import java.util.List;
import java.util.Optional;

/**
 * What is in the way of stopping a node at the moment, deadlines aside.
 *
 * @param drawing sectors that draw their ticket: one drawn while the daemon is away is null, and
 *     kills the worker that uses it
 * @param waiting sectors whose messages are on the way; after an outage they go on by themselves
 *     within seconds
 * @param coming those of them that the message puts into a deadline, be the miner there or not
 * @param pending messages in the pool of addresses whose keys the daemon has
 */
public record Obstacles(
    List<Long> drawing, List<Long> waiting, List<Long> coming, List<PendingMessage> pending) {

  private static final List<String> DRAWING_A_TICKET = List.of("GetTicket");

  private static final List<String> COMING_ONTO_THE_CHAIN =
      List.of("CommitWait", "CommitAggregateWait");

  private static final List<String> AWAITING_A_MESSAGE =
      List.of(
          "PreCommitWait",
          "PreCommitBatchWait",
          "CommitWait",
          "CommitAggregateWait",
          "ReplicaUpdateWait",
          "TerminateWait");

  /**
   * As it is now.
   *
   * @param miner absent where none hangs on the node, or it does not run
   */
  public static Obstacles read(FullNode node, Optional<MinerApi> miner) {
    return new Obstacles(
        miner.map(any -> any.sectorsIn(DRAWING_A_TICKET)).orElse(List.of()),
        miner.map(any -> any.sectorsIn(AWAITING_A_MESSAGE)).orElse(List.of()),
        miner.map(any -> any.sectorsIn(COMING_ONTO_THE_CHAIN)).orElse(List.of()),
        ownPending(node));
  }

  public boolean none() {
    return drawing.isEmpty() && waiting.isEmpty() && coming.isEmpty() && pending.isEmpty();
  }

  /** Messages of addresses whose keys this daemon has. */
  public static List<PendingMessage> ownPending(FullNode node) {
    List<FilAddress> wallets = node.wallets().stream().map(FilAddress::new).toList();
    return node.pending().stream()
        .filter(message -> wallets.stream().anyMatch(own -> own.sameAs(message.from())))
        .toList();
  }
}
