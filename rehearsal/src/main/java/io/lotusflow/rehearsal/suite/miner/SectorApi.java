package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.rpc.Api;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The miner's methods about sectors and about the work for them. */
final class SectorApi {
  static final String METHODS =
      """
      SectorsList read
      SectorsSummary read
      SectorsListInStates read any
      SectorsStatus read any any
      SectorsUpdate admin any text
      SectorPreCommitPending admin
      SectorCommitPending admin
      SectorPreCommitFlush admin
      SectorCommitFlush admin
      SectorRemove admin any
      SectorTerminate admin any
      SectorMarkForUpgrade admin any any
      SectorAbortUpgrade admin any
      PledgeSector write
      """;

  private static final long EXPIRATION = 1_550_000;

  private final KnownSectors sectors;
  private final SectorLife life;
  private final Batches precommits;
  private final Batches commits;
  private final long sectorSize;
  private final long miner;
  private final Instant started = Instant.now();

  SectorApi(
      KnownSectors sectors,
      SectorLife life,
      Batches precommits,
      Batches commits,
      long sectorSize,
      Address miner) {
    this.miner = miner.id();
    this.sectors = sectors;
    this.life = life;
    this.precommits = precommits;
    this.commits = commits;
    this.sectorSize = sectorSize;
  }

  Object call(Api.Call call) throws RpcException, IOException {
    return switch (call.method()) {
      case "SectorsList" -> sectors.numbers();
      case "SectorsSummary" -> summary();
      case "SectorsListInStates" -> inStates(Json.asList(call.value(0)));
      case "SectorsStatus" -> status(call.number(0), Boolean.TRUE.equals(call.value(1)));
      case "SectorsUpdate" -> {
        life.update(call.number(0), call.text(1));
        yield null;
      }
      case "SectorPreCommitPending" -> numbered(precommits.pending());
      case "SectorCommitPending" -> numbered(commits.pending());
      case "SectorPreCommitFlush" -> precommits.flush();
      case "SectorCommitFlush" -> commits.flush();
      case "SectorRemove", "SectorTerminate" -> {
        require(call.number(0));
        life.update(call.number(0), "Removing");
        yield null;
      }
      case "SectorMarkForUpgrade" -> {
        life.markForUpgrade(require(call.number(0)), sectors.isActive(call.number(0)));
        yield null;
      }
      case "SectorAbortUpgrade" -> {
        life.abortUpgrade(require(call.number(0)));
        yield null;
      }
      default -> pledge();
    };
  }

  private Sector require(long number) throws RpcException, IOException {
    return sectors
        .find(number)
        .orElseThrow(
            () -> new RpcException("No state for /" + number + ": datastore: key not found"));
  }

  private List<Object> numbered(List<Object> numbers) {
    List<Object> ids = new ArrayList<>();
    numbers.forEach(number -> ids.add(Json.object("Miner", miner, "Number", number)));
    return ids;
  }

  private Map<String, Object> pledge() throws IOException {
    return Json.object("Miner", miner, "Number", life.pledge(sectors.numbers()));
  }

  private Map<String, Object> summary() throws IOException {
    Map<String, Object> summary = new TreeMap<>();
    for (Sector sector : sectors.all().values()) {
      summary.merge(sector.state(), 1L, (a, b) -> (Long) a + (Long) b);
    }
    return summary;
  }

  /** Null, not an empty list, without a hit. */
  private Object inStates(List<Object> states) throws IOException {
    List<Object> found = new ArrayList<>();
    for (Object number : sectors.numbers()) {
      if (states.contains(sectors.find((Long) number).orElseThrow().state())) {
        found.add(number);
      }
    }
    return found.isEmpty() ? null : found;
  }

  private Map<String, Object> status(long number, boolean withChain)
      throws RpcException, IOException {
    Sector sector = require(number);
    boolean onChain = withChain && sectors.isOnChain(number);
    return Json.object(
        "SectorID",
        number,
        "State",
        sector.state(),
        "CommD",
        null,
        "CommR",
        null,
        "Proof",
        null,
        "Deals",
        List.of(0L),
        "Pieces",
        List.of(piece()),
        "Ticket",
        randomness(sector.fact("ticket")),
        "Seed",
        randomness(sector.fact("seed")),
        "PreCommitMsg",
        link(sector.fact("precommit")),
        "CommitMsg",
        link(sector.fact("commit")),
        "Retries",
        sector.count("retries"),
        "ToUpgrade",
        false,
        "ReplicaUpdateMessage",
        null,
        "LastErr",
        sector.fact("error"),
        "Log",
        log(sector),
        "SealProof",
        sectorSize == 2048 ? 5L : 8L,
        "Activation",
        0L,
        "Expiration",
        onChain ? EXPIRATION : 0L,
        "DealWeight",
        "0",
        "VerifiedDealWeight",
        "0",
        "InitialPledge",
        onChain ? "1" : "0",
        "OnTime",
        0L,
        "Early",
        0L);
  }

  private static Map<String, Object> randomness(String epoch) {
    boolean none = epoch.isEmpty() || epoch.equals("null");
    return Json.object(
        "Value",
        none
            ? null
            : Base64.getEncoder()
                .encodeToString(Cid.ofRaw(epoch.getBytes(StandardCharsets.US_ASCII)).bytes()),
        "Epoch",
        none ? 0L : Long.parseLong(epoch));
  }

  private static Object link(String cid) {
    return cid.isEmpty() ? null : Json.object("/", cid);
  }

  private Map<String, Object> piece() {
    Cid zeros = Cid.ofRaw("zeros".getBytes(StandardCharsets.US_ASCII));
    return Json.object(
        "Piece", Json.object("Size", sectorSize, "PieceCID", zeros), "DealInfo", null);
  }

  private List<Object> log(Sector sector) throws IOException {
    List<Object> log = new ArrayList<>();
    for (SectorFile.Event event : sectors.events(sector.number())) {
      log.add(entry(event.kind(), event.at(), event.trace()));
    }
    if (sector.course() == Sector.Course.HEALING) {
      log.add(
          entry(
              "SectorChainPreCommitFailed", Instant.now().getEpochSecond(), "RPCConnectionError"));
    }
    return log;
  }

  private static Map<String, Object> entry(String kind, long at, String trace) {
    return Json.object(
        "Kind",
        "event;sealing." + kind,
        "Timestamp",
        at,
        "Trace",
        trace,
        "Message",
        "{\"User\":{}}");
  }

  boolean wasSealedHere(long number) throws IOException {
    return sectors.find(number).filter(Sector::isPledged).isPresent();
  }

  /** Of the sectors that a rehearsal has put somewhere; the miner's own worker is at them. */
  List<Object> standingJobs() throws IOException {
    List<Object> jobs = new ArrayList<>();
    for (Sector sector : sectors.all().values()) {
      if (sector.hasJob()) {
        Map<String, Object> id = Json.object("Miner", miner, "Number", sector.number());
        UUID call =
            UUID.nameUUIDFromBytes((started + sector.line()).getBytes(StandardCharsets.US_ASCII));
        jobs.add(
            Json.object(
                "ID", Json.object("Sector", id, "ID", call.toString()),
                "Sector", id,
                "Task", sector.task(),
                "RunWait", 0L,
                "Start", started.toString()));
      }
    }
    return jobs;
  }
}
