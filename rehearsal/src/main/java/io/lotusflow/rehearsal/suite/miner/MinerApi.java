package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.node.NodeApi;
import io.lotusflow.rehearsal.suite.rpc.Api;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.rpc.Signatures;
import io.lotusflow.rehearsal.suite.sealing.Kind;
import io.lotusflow.rehearsal.suite.sealing.Labour;
import io.lotusflow.rehearsal.suite.sealing.OpenPaths;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The miner's JSON-RPC methods, on {@code /rpc/v0} alone. */
final class MinerApi implements Api {
  private static final String METHODS =
      """
      ActorAddress read
      ActorSectorSize read address
      ActorAddressConfig read
      StartTime read
      RuntimeSubsystems read
      WorkerStats admin
      WorkerJobs admin
      SealingSchedDiag admin any
      SealingAbort admin any
      WorkerConnect admin text
      StorageAttach admin any any
      StorageDetach admin text text
      ReturnAddPiece admin any any any
      ReturnSealPreCommit1 admin any any any
      ReturnSealPreCommit2 admin any any any
      ReturnSealCommit1 admin any any any
      ReturnSealCommit2 admin any any any
      ReturnFinalizeSector admin any any any
      CheckProvable admin any any
      ComputeWindowPoSt admin any any
      StorageList admin
      StorageLocal admin
      StorageInfo admin any
      StorageStat admin any
      StorageAddLocal admin text
      StorageDetachLocal admin text
      StorageRedeclareLocal admin any any
      StorageFindSector admin any any any any
      """;

  /** Came after v1.1.2. */
  private static final String NOT_YET =
      "RuntimeSubsystems|SectorsSummary|SectorsListInStates|ActorAddressConfig";

  private final NodeApi shared;
  private final String address;
  private final long sectorSize;
  private final OpenPaths storage;
  private final SectorApi sectors;
  private final LocalWorker worker;
  private final WorkerPool pool;
  private final Scheduler scheduler;
  private final RemoteStores remote;
  private final String url;
  private final Market market;
  private final FullNode node;
  private final Signatures signatures = new Signatures(methods());
  private final Instant started = Instant.now();

  MinerApi(
      NodeApi shared,
      String address,
      long sectorSize,
      OpenPaths storage,
      Sealing sealing,
      Market market,
      String url,
      FullNode node) {
    this.node = node;
    this.shared = shared;
    this.address = address;
    this.sectorSize = sectorSize;
    this.storage = storage;
    this.sectors = sealing.api();
    this.worker = sealing.local();
    this.pool = sealing.pool();
    this.scheduler = sealing.scheduler();
    this.remote = sealing.stores();
    this.market = market;
    this.url = url;
  }

  /** An old version lacks some, and has the market's. */
  private static String methods() {
    String all = NodeApi.METHODS + METHODS + SectorApi.METHODS;
    if (!Build.hasMarket()) {
      return all;
    }
    return all.lines()
            .filter(line -> !line.matches("(" + NOT_YET + ") .*"))
            .collect(Collectors.joining("\n", "", "\n"))
        + Market.METHODS;
  }

  @Override
  public Signatures signatures() {
    return signatures;
  }

  @Override
  public Object call(Call call) throws Exception {
    String method = call.method();
    if (Market.knows(method)) {
      return market.call(call);
    }
    if (method.startsWith("Storage")) {
      return storage(call);
    }
    if (method.startsWith("Sector") || method.equals("PledgeSector")) {
      return sectors.call(call);
    }
    return switch (method) {
      case "ActorAddress" -> address;
      case "ActorSectorSize" -> sectorSize;
      case "ActorAddressConfig" -> addressConfig();
      case "StartTime" -> started.toString();
      case "RuntimeSubsystems" -> List.of("Mining", "Sealing", "SectorStorage");
      case "WorkerStats" -> workerStats();
      case "WorkerJobs" -> workerJobs();
      case "SealingSchedDiag" -> schedulerState();
      case "SealingAbort" -> {
        scheduler.abort(Json.asText(Json.asObject(call.value(0)).get("ID")));
        yield null;
      }
      case "WorkerConnect" -> {
        pool.connect(call.text(0));
        yield null;
      }
      case "CheckProvable" -> unprovable(Json.asList(call.value(1)));
      case "ComputeWindowPoSt" -> windowPost(call.number(0));
      default -> method.startsWith("Return") ? taken(call) : shared.call(call);
    };
  }

  /** A worker says how a call ended. */
  private Object taken(Call call) throws IOException {
    Object error = call.value(2);
    scheduler.ended(
        Json.asText(Json.asObject(call.value(0)).get("ID")),
        error == null ? "" : Json.asText(Json.asObject(error).get("Message")));
    return null;
  }

  private Map<String, Object> workerStats() throws IOException {
    Map<String, Object> stats = new TreeMap<>();
    stats.put(worker.id(), worker.stats(scheduler.taskCounts(worker.id())));
    for (WorkerPool.RemoteWorker other : pool.all()) {
      stats.put(
          other.session(),
          WorkerStats.of(
              other.info(),
              other.tasks(),
              other.isEnabled(),
              scheduler.taskCounts(other.session())));
    }
    return stats;
  }

  private Map<String, Object> workerJobs() throws IOException {
    Map<String, Object> jobs = new TreeMap<>();
    scheduler.jobs().forEach((id, list) -> jobs.put(id, new ArrayList<>(list)));
    List<Object> standing = sectors.standingJobs();
    if (!standing.isEmpty()) {
      standing.addAll(Json.asList(jobs.get(worker.id())));
      jobs.put(worker.id(), standing);
    }
    return jobs;
  }

  /** Of sectors that were sealed here; those that a rehearsal has decreed have no files. */
  private Map<String, Object> unprovable(List<Object> references) throws IOException {
    Map<String, Object> bad = new TreeMap<>();
    for (Object reference : references) {
      SectorName sector = SectorName.ofJson(Json.asObject(reference).get("ID"));
      if (sectors.wasSealedHere(sector.number()) && !isWhole(sector)) {
        bad.put(Long.toString(sector.number()), "generating vanilla proof: " + why(sector));
      }
    }
    return bad;
  }

  private String why(SectorName sector) {
    long bits = kinds(sector);
    if (bits == 0) {
      return "sector not found";
    }
    return Kind.SEALED.in(bits)
        ? "generate_single_vanilla_proof: vanilla_proof failed: SectorId(" + sector.number() + ")"
        : "Sealed replica does not exist";
  }

  /** Null where none of its sectors is found; what cannot be read is left out of the proof. */
  private Object windowPost(long deadline) throws IOException {
    List<Object> partitions = new ArrayList<>();
    boolean any = false;
    List<Object> all = Json.asList(node.call("StateMinerPartitions", address, deadline, null));
    for (int i = 0; i < all.size(); i++) {
      List<Long> skipped = new ArrayList<>();
      List<Long> live = Bitfield.of(Json.asObject(all.get(i)), "LiveSectors");
      for (long number : live) {
        SectorName sector = new SectorName(Long.parseLong(address.substring(2)), number);
        if (sectors.wasSealedHere(number) && !isWhole(sector)) {
          skipped.add(number);
        }
      }
      any |= skipped.size() < live.size();
      partitions.add(Json.object("Index", (long) i, "Skipped", Bitfield.runs(skipped)));
    }
    if (!any) {
      return null;
    }
    Map<String, Object> proof = Json.object("PoStProof", 10L, "ProofBytes", "c3RhbmQtaW4=");
    return List.of(
        Json.object(
            "Deadline",
            deadline,
            "Partitions",
            partitions,
            "Proofs",
            List.of(proof),
            "ChainCommitEpoch",
            0L,
            "ChainCommitRand",
            null));
  }

  /** A replica in which a byte is another is none. */
  private boolean isWhole(SectorName sector) throws IOException {
    long bits = kinds(sector);
    if (!Kind.SEALED.in(bits) || !Kind.CACHE.in(bits)) {
      return false;
    }
    for (StoragePath path : storage.all()) {
      if (Kind.SEALED.in(path.kinds(sector))
          && !Labour.isReplica(sector, path.file(Kind.SEALED, sector))) {
        return false;
      }
    }
    return true;
  }

  private long kinds(SectorName sector) {
    long bits = 0;
    for (StoragePath path : storage.all()) {
      bits |= path.kinds(sector);
    }
    return bits;
  }

  private static Map<String, Object> addressConfig() {
    return Json.object(
        "PreCommitControl", null,
        "CommitControl", null,
        "TerminateControl", null,
        "DealPublishControl", null,
        "DisableOwnerFallback", false,
        "DisableWorkerFallback", false);
  }

  private Map<String, Object> schedulerState() {
    List<Object> windows = new ArrayList<>(List.of(worker.id(), worker.id()));
    pool.all().forEach(other -> windows.add(other.session()));
    Map<String, Object> info =
        Json.object("Requests", scheduler.requests(), "OpenWindows", windows);
    return Json.object(
        "SchedInfo",
        info,
        "ReturnedWork",
        null,
        "Waiting",
        null,
        "CallToWork",
        Map.of(),
        "EarlyRet",
        null);
  }

  private Object storage(Call call) throws RpcException, IOException {
    switch (call.method()) {
      case "StorageList" -> {
        Map<String, Object> list = new TreeMap<>();
        for (StoragePath path : storage.all()) {
          list.put(path.id(), path.declarations());
        }
        remote.all().forEach(store -> list.put(store.id(), store.declarations()));
        return list;
      }
      case "StorageLocal" -> {
        Map<String, Object> local = new TreeMap<>();
        storage.all().forEach(path -> local.put(path.id(), path.path().toString()));
        return local;
      }
      case "StorageInfo" -> {
        Optional<RemoteStores.Store> store = remote.find(call.text(0));
        return store.isPresent() ? store.get().info() : path(call.text(0)).info(url);
      }
      case "StorageStat" -> {
        Optional<RemoteStores.Store> store = remote.find(call.text(0));
        return store.isPresent() ? remote.stat(store.get()) : path(call.text(0)).stat();
      }
      case "StorageFindSector" -> {
        return found(call);
      }
      case "StorageAttach" ->
          remote.declare(Json.asObject(call.value(0)), Json.asList(call.value(1)));
      case "StorageDetach" -> remote.drop(call.text(0));
      case "StorageAddLocal" -> storage.attach(call.text(0));
      case "StorageDetachLocal" -> storage.detach(call.text(0));
      default -> {
        // Nothing to declare while there are no sectors.
      }
    }
    return null;
  }

  private List<Object> found(Call call) {
    SectorName sector = SectorName.ofJson(call.value(0));
    long type = call.number(1);
    List<Object> found = new ArrayList<>();
    for (StoragePath path : storage.all()) {
      if ((path.kinds(sector) & type) != 0) {
        found.add(located(path.info(url), type, sector));
      }
    }
    for (RemoteStores.Store store : remote.all()) {
      if ((store.sectors().getOrDefault(sector, 0L) & type) != 0) {
        found.add(located(store.info(), type, sector));
      }
    }
    return found;
  }

  private static Map<String, Object> located(
      Map<String, Object> info, long type, SectorName sector) {
    List<Object> urls = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind.bit() == type) {
        Json.asList(info.get("URLs"))
            .forEach(root -> urls.add(root + "/" + kind.folder() + "/" + sector.file()));
      }
    }
    return Json.object(
        "ID", info.get("ID"),
        "URLs", urls,
        "BaseURLs", info.get("URLs"),
        "Weight", info.get("Weight"),
        "CanSeal", info.get("CanSeal"),
        "CanStore", info.get("CanStore"),
        "Primary", true);
  }

  private StoragePath path(String id) throws RpcException {
    return storage.find(id).orElseThrow(() -> new RpcException("sector store not found"));
  }
}
