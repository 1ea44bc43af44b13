package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.node.NodeApi;
import io.lotusflow.rehearsal.suite.rpc.Api;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.rpc.Signatures;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
      StorageList admin
      StorageLocal admin
      StorageInfo admin any
      StorageStat admin any
      StorageAddLocal admin text
      StorageDetachLocal admin text
      StorageRedeclareLocal admin any any
      StorageFindSector admin any any any any
      """;

  private final NodeApi shared;
  private final String address;
  private final long sectorSize;
  private final LocalStorage storage;
  private final SectorApi sectors;
  private final LocalWorker worker;
  private final String url;
  private final Signatures signatures =
      new Signatures(NodeApi.METHODS + METHODS + SectorApi.METHODS);
  private final Instant started = Instant.now();

  MinerApi(
      NodeApi shared,
      String address,
      long sectorSize,
      LocalStorage storage,
      SectorApi sectors,
      LocalWorker worker,
      String url) {
    this.shared = shared;
    this.address = address;
    this.sectorSize = sectorSize;
    this.storage = storage;
    this.sectors = sectors;
    this.worker = worker;
    this.url = url;
  }

  @Override
  public Signatures signatures() {
    return signatures;
  }

  @Override
  public Object call(Call call) throws Exception {
    String method = call.method();
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
      case "WorkerStats" -> Json.object(worker.id(), worker.stats());
      case "WorkerJobs" -> sectors.jobs(worker.id(), Address.parse(address));
      case "SealingSchedDiag" -> schedulerState();
      default -> shared.call(call);
    };
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
    Map<String, Object> info =
        Json.object("Requests", null, "OpenWindows", List.of(worker.id(), worker.id()));
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
        storage.all().forEach(path -> list.put(path.id(), List.of()));
        return list;
      }
      case "StorageLocal" -> {
        Map<String, Object> local = new TreeMap<>();
        storage.all().forEach(path -> local.put(path.id(), path.path().toString()));
        return local;
      }
      case "StorageInfo" -> {
        return path(call.text(0)).info(url);
      }
      case "StorageStat" -> {
        return path(call.text(0)).stat();
      }
      case "StorageFindSector" -> {
        return List.of();
      }
      case "StorageAddLocal" -> storage.attach(call.text(0));
      case "StorageDetachLocal" -> storage.detach(call.text(0));
      default -> {
        // Nothing to declare while there are no sectors.
      }
    }
    return null;
  }

  private StoragePath path(String id) throws RpcException {
    return storage.find(id).orElseThrow(() -> new RpcException("sector store not found"));
  }
}
