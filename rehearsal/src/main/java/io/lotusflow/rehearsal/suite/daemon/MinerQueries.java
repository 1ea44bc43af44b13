package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.Actor;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.Deadline;
import io.lotusflow.rehearsal.suite.chain.Genesis;
import io.lotusflow.rehearsal.suite.chain.MinerInfo;
import io.lotusflow.rehearsal.suite.chain.MinerSectors;
import io.lotusflow.rehearsal.suite.chain.Partition;
import io.lotusflow.rehearsal.suite.chain.Proving;
import io.lotusflow.rehearsal.suite.chain.SectorMethods;
import io.lotusflow.rehearsal.suite.chain.StateTree;
import io.lotusflow.rehearsal.suite.chain.WindowPost;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.PeerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What the chain knows of miners, as the {@code StateMiner…} methods tell it. */
final class MinerQueries {
  /** The power of the network, all of it its block producer's. */
  private static final long RAW_POWER = 10240;

  private static final long ADJUSTED_POWER = 47104;
  private static final long EXPIRATION = 1_550_000;

  private final Chain chain;

  MinerQueries(Chain chain) {
    this.chain = chain;
  }

  private Actor miner(Address address) throws IOException, RpcException {
    StateTree state = chain.stateBefore(chain.head());
    Actor actor =
        state
            .find(address)
            .orElseThrow(() -> new RpcException("failed to load miner actor: actor not found"));
    if (actor.miner().isEmpty()) {
      throw new RpcException(
          "failed to load miner actor state: actor code is not miner: " + actor.code());
    }
    return actor;
  }

  private MinerInfo infoOf(Address address) throws IOException, RpcException {
    return miner(address).miner().orElseThrow();
  }

  Map<String, Object> info(Address address) throws IOException, RpcException {
    MinerInfo info = infoOf(address);
    String owner = info.owner().toString();
    List<Object> controls = new ArrayList<>();
    info.controls().forEach(control -> controls.add(control.toString()));
    return Json.object(
        "Owner",
        owner,
        "Worker",
        info.worker().toString(),
        "NewWorker",
        info.keys().newWorker().map(Address::toString).orElse("<empty>"),
        "ControlAddresses",
        controls.isEmpty() ? null : controls,
        "WorkerChangeEpoch",
        info.keys().changeEpoch(),
        "PeerId",
        info.peerId().isEmpty() ? null : PeerId.print(Base64.getDecoder().decode(info.peerId())),
        "Multiaddrs",
        info.multiaddrs().isEmpty() ? null : info.multiaddrs(),
        "WindowPoStProofType",
        WindowPost.proofType(info.sectorSize()),
        "SectorSize",
        info.sectorSize(),
        "WindowPoStPartitionSectors",
        WindowPost.partitionSectors(info.sectorSize()),
        "ConsensusFaultElapsed",
        -1L,
        "PendingOwnerAddress",
        null,
        "Beneficiary",
        owner,
        "BeneficiaryTerm",
        Json.object("Quota", "0", "UsedQuota", "0", "Expiration", 0L),
        "PendingBeneficiaryTerm",
        null);
  }

  String availableBalance(Address address) throws IOException, RpcException {
    Actor actor = miner(address);
    return actor.balance().subtract(actor.miner().orElseThrow().locked()).toString();
  }

  /** What is not the block producer's is raw and adjusted the same. */
  Map<String, Object> power(Address address) throws IOException, RpcException {
    Actor actor = miner(address);
    boolean producer = actor.idAddress().equals(Genesis.BLOCK_MINER);
    MinerInfo info = actor.miner().orElseThrow();
    long own = info.sectors().all(Partition::active).size() * info.sectorSize();
    return Json.object(
        "MinerPower",
        producer ? claim(RAW_POWER, ADJUSTED_POWER) : claim(own, own),
        "TotalPower",
        claim(RAW_POWER + own, ADJUSTED_POWER + own),
        "HasMinPower",
        producer);
  }

  private static Map<String, Object> claim(long raw, long adjusted) {
    return Json.object(
        "RawBytePower", Long.toString(raw), "QualityAdjPower", Long.toString(adjusted));
  }

  Map<String, Object> sectorCount(Address address) throws IOException, RpcException {
    MinerSectors sectors = infoOf(address).sectors();
    return Json.object(
        "Live", (long) sectors.all(Partition::live).size(),
        "Active", (long) sectors.all(Partition::active).size(),
        "Faulty", (long) sectors.all(Partition::faulty).size());
  }

  private Proving proving() throws IOException {
    return chain.stateBefore(chain.head()).proving();
  }

  Map<String, Object> provingDeadline(Address address) throws IOException, RpcException {
    Proving proving = proving();
    long epoch = chain.head().height();
    long first = infoOf(address).periodStart();
    long index = proving.index(epoch, first);
    long periodStart = proving.periodStart(epoch, first);
    long open = periodStart + index * proving.window();
    return Json.object(
        "CurrentEpoch",
        epoch,
        "PeriodStart",
        periodStart,
        "Index",
        index,
        "Open",
        open,
        "Close",
        open + proving.window(),
        "Challenge",
        open - proving.lookback(),
        "FaultCutoff",
        open - proving.cutoff(),
        "WPoStPeriodDeadlines",
        proving.deadlines(),
        "WPoStProvingPeriod",
        proving.period(),
        "WPoStChallengeWindow",
        proving.window(),
        "WPoStChallengeLookback",
        proving.lookback(),
        "FaultDeclarationCutoff",
        proving.cutoff());
  }

  List<Object> deadlines(Address address) throws IOException, RpcException {
    MinerSectors sectors = infoOf(address).sectors();
    List<Object> deadlines = new ArrayList<>();
    for (long i = 0; i < proving().deadlines(); i++) {
      Deadline deadline = sectors.deadline(i);
      deadlines.add(
          Json.object(
              "PostSubmissions", runs(deadline.posted()),
              "DisputableProofCount", deadline.disputable(),
              "DailyFee", "0"));
    }
    return deadlines;
  }

  /** Null, not an empty list, where a deadline has no partitions. */
  Object partitions(Address address, long deadline) throws IOException, RpcException {
    MinerSectors sectors = infoOf(address).sectors();
    if (deadline < 0 || deadline >= proving().deadlines()) {
      throw new RpcException("failed to load the deadline: invalid deadline " + deadline);
    }
    List<Object> partitions = new ArrayList<>();
    for (Partition partition : sectors.deadline(deadline).partitions()) {
      partitions.add(
          Json.object(
              "AllSectors", runs(partition.live()),
              "FaultySectors", runs(partition.faulty()),
              "RecoveringSectors", runs(partition.recovering()),
              "LiveSectors", runs(partition.live()),
              "ActiveSectors", runs(partition.active())));
    }
    return partitions.isEmpty() ? null : partitions;
  }

  List<Object> faults(Address address) throws IOException, RpcException {
    return runs(infoOf(address).sectors().all(Partition::faulty));
  }

  List<Object> recoveries(Address address) throws IOException, RpcException {
    return runs(infoOf(address).sectors().all(Partition::recovering));
  }

  /** Null for a sector that is not promised, or is proven already. */
  Object precommit(Address address, long number) throws IOException, RpcException {
    Long epoch = infoOf(address).precommits().get(number);
    return epoch == null
        ? null
        : Json.object(
            "Info",
            Json.object("SealProof", 5L, "SectorNumber", number, "Expiration", EXPIRATION),
            "PreCommitDeposit",
            SectorMethods.DEPOSIT.toString(),
            "PreCommitEpoch",
            epoch);
  }

  /** Null for a sector that is not on the chain. */
  Object sector(Address address, long number) throws IOException, RpcException {
    return infoOf(address).sectors().all(Partition::live).contains(number)
        ? Json.object(
            "SectorNumber",
            number,
            "SealProof",
            5L,
            "DealIDs",
            null,
            "Activation",
            0L,
            "Expiration",
            EXPIRATION,
            "InitialPledge",
            SectorMethods.PLEDGE.toString())
        : null;
  }

  /** A bitfield: how many are missing, are there, are missing … from zero on. */
  static List<Object> runs(List<Long> sorted) {
    List<Object> runs = new ArrayList<>();
    long next = 0;
    for (int i = 0; i < sorted.size(); ) {
      long first = sorted.get(i);
      int from = i;
      while (i < sorted.size() && sorted.get(i) == first + i - from) {
        i++;
      }
      runs.add(first - next);
      runs.add((long) i - from);
      next = first + i - from;
    }
    return runs.isEmpty() ? List.of(0L) : runs;
  }

  List<Object> list() throws IOException {
    List<Object> miners = new ArrayList<>();
    for (Actor actor : chain.stateBefore(chain.head()).miners()) {
      miners.add(actor.idAddress().toString());
    }
    return miners;
  }
}
