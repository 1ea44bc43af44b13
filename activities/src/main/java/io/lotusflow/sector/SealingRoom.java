package io.lotusflow.sector;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SealingSpace;
import io.lotusflow.run.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether one more sector can be sealed. */
final class SealingRoom {

  private final MinerApi miner;
  private final FullNode node;
  private final SealingConfig config;
  private final Runnable beat;

  /**
   * @param beat between two calls that may take long
   */
  SealingRoom(MinerApi miner, FullNode node, SealingConfig config, Runnable beat) {
    this.miner = miner;
    this.node = node;
    this.config = config;
    this.beat = beat;
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
    Map<String, Integer> states = miner.sectorsByState().orElse(Map.of());
    return Stream.<Supplier<Optional<PledgeRoom>>>of(
            () -> deals(states),
            () -> space(ground, states, open),
            () -> funds(ground, states, open))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(
            () -> new PledgeRoom(Receipt.alreadySo("one more fits"), Optional.empty(), List.of()));
  }

  /** Those that wait for deals have the places in which new sectors begin. */
  private Optional<PledgeRoom> deals(Map<String, Integer> states) {
    int waiting = states.getOrDefault("WaitDeals", 0);
    boolean full = config.maxWaitDeals() > 0 && waiting >= config.maxWaitDeals();
    return full
        ? Optional.of(missing(SectorProblem.SECTOR_WAIT_DEALS, waiting, config.maxWaitDeals()))
        : Optional.empty();
  }

  /** For all that are sealed and one more on the paths as a whole, and for the one right now. */
  private Optional<PledgeRoom> space(PledgeGround ground, Map<String, Integer> states, int open) {
    int sealing = Math.max(open, sealing(states));
    long each = SealingSpace.of(ground.sectorSize()).bytes();
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

  static int sealing(Map<String, Integer> states) {
    return states.entrySet().stream()
        .filter(state -> SectorStage.of(state.getKey()).isSealing())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private Optional<PledgeRoom> funds(PledgeGround ground, Map<String, Integer> states, int open) {
    return new SealingFunds(node, config)
        .find(ground, states, open)
        .map(
            few ->
                missing(SectorProblem.SECTOR_NO_FUNDS, few.address(), few.balance(), few.needed()));
  }

  private static PledgeRoom missing(SectorProblem problem, Object... arguments) {
    List<String> shown = Stream.of(arguments).map(String::valueOf).toList();
    return new PledgeRoom(
        Receipt.alreadySo("not now: " + problem.name()), Optional.of(problem), shown);
  }
}
