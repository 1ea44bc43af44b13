package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.Actor;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.Genesis;
import io.lotusflow.rehearsal.suite.chain.MinerInfo;
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

/**
 * What the chain knows of miners, as the {@code StateMiner…} methods tell it. Miners here hold no
 * sectors yet.
 */
final class MinerQueries {
  private static final long DEADLINES = 48;
  private static final long DEADLINE_EPOCHS = 60;
  private static final long PERIOD_EPOCHS = DEADLINES * DEADLINE_EPOCHS;
  private static final long CHALLENGE_LOOKBACK = 20;
  private static final long FAULT_CUTOFF = 70;

  /** The power of the network, all of it its block producer's. */
  private static final String RAW_POWER = "10240";

  private static final String ADJUSTED_POWER = "47104";

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
        "<empty>",
        "ControlAddresses",
        controls.isEmpty() ? null : controls,
        "WorkerChangeEpoch",
        -1L,
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

  Map<String, Object> power(Address address) throws IOException, RpcException {
    boolean producer = miner(address).idAddress().equals(Genesis.BLOCK_MINER);
    return Json.object(
        "MinerPower", claim(producer ? RAW_POWER : "0", producer ? ADJUSTED_POWER : "0"),
        "TotalPower", claim(RAW_POWER, ADJUSTED_POWER),
        "HasMinPower", producer);
  }

  private static Map<String, Object> claim(String raw, String adjusted) {
    return Json.object("RawBytePower", raw, "QualityAdjPower", adjusted);
  }

  Map<String, Object> sectorCount(Address address) throws IOException, RpcException {
    miner(address);
    return Json.object("Live", 0L, "Active", 0L, "Faulty", 0L);
  }

  Map<String, Object> provingDeadline(Address address) throws IOException, RpcException {
    long epoch = chain.head().height();
    long first = infoOf(address).periodStart();
    long periodStart = first + Math.floorDiv(epoch - first, PERIOD_EPOCHS) * PERIOD_EPOCHS;
    long index = (epoch - periodStart) / DEADLINE_EPOCHS;
    long open = periodStart + index * DEADLINE_EPOCHS;
    return Json.object(
        "CurrentEpoch", epoch,
        "PeriodStart", periodStart,
        "Index", index,
        "Open", open,
        "Close", open + DEADLINE_EPOCHS,
        "Challenge", open - CHALLENGE_LOOKBACK,
        "FaultCutoff", open - FAULT_CUTOFF,
        "WPoStPeriodDeadlines", DEADLINES,
        "WPoStProvingPeriod", PERIOD_EPOCHS,
        "WPoStChallengeWindow", DEADLINE_EPOCHS,
        "WPoStChallengeLookback", CHALLENGE_LOOKBACK,
        "FaultDeclarationCutoff", FAULT_CUTOFF);
  }

  List<Object> deadlines(Address address) throws IOException, RpcException {
    miner(address);
    List<Object> deadlines = new ArrayList<>();
    for (int i = 0; i < DEADLINES; i++) {
      deadlines.add(
          Json.object("PostSubmissions", List.of(0L), "DisputableProofCount", 0L, "DailyFee", "0"));
    }
    return deadlines;
  }

  /** Null, not an empty list, where a deadline has no partitions. */
  Object partitions(Address address, long deadline) throws IOException, RpcException {
    miner(address);
    if (deadline < 0 || deadline >= DEADLINES) {
      throw new RpcException("failed to load the deadline: invalid deadline " + deadline);
    }
    return null;
  }

  /** An empty bitfield. */
  List<Object> noSectors(Address address) throws IOException, RpcException {
    miner(address);
    return List.of(0L);
  }

  List<Object> list() throws IOException {
    List<Object> miners = new ArrayList<>();
    for (Actor actor : chain.stateBefore(chain.head()).miners()) {
      miners.add(actor.idAddress().toString());
    }
    return miners;
  }
}
