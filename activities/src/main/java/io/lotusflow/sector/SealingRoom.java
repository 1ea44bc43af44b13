package io.lotusflow.sector;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.run.Receipt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether one more sector can be sealed. */
final class SealingRoom {

  /** What a sector takes on a sealing path while it is sealed, in sector sizes. */
  private static final double SECTOR_SIZES = 15.1;

  /** Pre-commit and prove-commit of one sector, with some margin; batches take less. */
  private static final BigInteger GAS = BigInteger.valueOf(120_000_000);

  /** The base fee may rise by an eighth with each block until a message is in. */
  private static final BigInteger FEE_MARGIN = BigInteger.valueOf(3);

  private final MinerApi miner;
  private final FullNode node;
  private final Runnable beat;

  /**
   * @param beat between two calls that may take long
   */
  SealingRoom(MinerApi miner, FullNode node, Runnable beat) {
    this.beat = beat;
    this.miner = miner;
    this.node = node;
  }

  /** Rooms of the paths that take sealing, of those who answer. */
  List<MinerApi.Room> sealingPaths() {
    List<MinerApi.Room> rooms = new ArrayList<>();
    for (String id : miner.storageIds()) {
      if (miner.use(id).filter(MinerApi.StorageUse::canSeal).isPresent()) {
        beat.run();
        miner.room(id).ifPresent(rooms::add);
      }
    }
    return rooms;
  }

  /**
   * @param open of the batch
   */
  PledgeRoom find(PledgePlan plan, PledgeGround ground, int open) {
    if (plan.parallel() > 0 && open >= plan.parallel()) {
      return missing(SectorProblem.SECTOR_PARALLEL, plan.parallel());
    }
    if (!miner.hasWorkers()) {
      return missing(SectorProblem.SECTOR_NO_WORKER, ground.actor());
    }
    return Stream.of(space(ground, open), funds(ground, open))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(
            () -> new PledgeRoom(Receipt.alreadySo("one more fits"), Optional.empty(), List.of()));
  }

  /** For all that are sealed and one more on the paths as a whole, and for the one right now. */
  private Optional<PledgeRoom> space(PledgeGround ground, int open) {
    int sealing = Math.max(open, sealing());
    long each = (long) (ground.sectorSize().bytes() * SECTOR_SIZES);
    long capacity = 0;
    long available = 0;
    for (MinerApi.Room path : sealingPaths()) {
      capacity += path.capacity().bytes();
      available += path.available().bytes();
    }
    if (each * (sealing + 1) <= capacity && each <= available) {
      return Optional.empty();
    }
    return Optional.of(
        missing(
            SectorProblem.SECTOR_NO_ROOM,
            new ByteSize(each * (sealing + 1)),
            new ByteSize(available),
            sealing));
  }

  private int sealing() {
    return miner.sectorsByState().orElse(Map.of()).entrySet().stream()
        .filter(state -> SectorStage.of(state.getKey()).isSealing())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private Optional<PledgeRoom> funds(PledgeGround ground, int open) {
    String worker = node.minerInfo(ground.actor()).worker();
    AttoFil balance = node.balance(worker);
    BigInteger sectors = BigInteger.valueOf(open + 1L);
    AttoFil needed =
        new AttoFil(
            node.head().baseFee().atto().multiply(GAS).multiply(FEE_MARGIN).multiply(sectors));
    return balance.compareTo(needed) >= 0
        ? Optional.empty()
        : Optional.of(missing(SectorProblem.SECTOR_NO_FUNDS, worker, balance, needed));
  }

  private static PledgeRoom missing(SectorProblem problem, Object... arguments) {
    List<String> shown = Stream.of(arguments).map(String::valueOf).toList();
    return new PledgeRoom(
        Receipt.alreadySo("not now: " + problem.name()), Optional.of(problem), shown);
  }
}
