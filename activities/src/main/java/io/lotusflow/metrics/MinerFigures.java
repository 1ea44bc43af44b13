package io.lotusflow.metrics;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.BitField;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import io.lotusflow.lotus.SectorCount;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.wallet.MinerPurse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A miner on the chain, as its daemon has it: some ten calls, whatever its size.
 *
 * @param closes when the deadline that is open closes
 * @param unproven partitions of it whose proof the chain does not have yet
 * @param available what could be withdrawn from the actor
 */
public record MinerFigures(
    Instant closes,
    long unproven,
    SectorCount sectors,
    AttoFil available,
    List<MinerPurse.Purse> purses) {

  public MinerFigures {
    purses = List.copyOf(purses);
  }

  /**
   * As it is now.
   *
   * @throws io.lotusflow.lotus.RpcFailed if one of both does not answer
   */
  public static MinerFigures read(NodeApi miner, NodeApi daemon) {
    FullNode node = FullNode.at(daemon);
    String actor = MinerApi.at(miner).actor();
    Duration blockDelay = node.version().blockDelay();
    TipSet head = node.head();
    ProvingPeriod period = node.provingPeriod(actor);
    long left = Math.max(0, period.closes() - head.height());
    return new MinerFigures(
        head.time().plus(blockDelay.multipliedBy(left)),
        unproven(node.partitions(actor, period.open()), node.postSubmissions(actor), period),
        node.sectorCount(actor),
        node.availableBalance(actor),
        new MinerPurse(node).ofMiner(actor));
  }

  private static long unproven(
      List<Partition> partitions, List<BitField> submissions, ProvingPeriod period) {
    BitField proven = submissions.get(period.open());
    return IntStream.range(0, partitions.size())
        .filter(i -> !proven.has(i) && !partitions.get(i).toBeProven().isEmpty())
        .count();
  }
}
