package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a miner over JSON-RPC. Every method throws {@link RpcFailed}. */
public final class MinerApi {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(7);

  private static final Duration PROVES_WITHIN = Duration.ofHours(2);

  private final LotusRpc rpc;
  private final Token token;

  private MinerApi(LotusRpc rpc, Token token) {
    this.rpc = rpc;
    this.token = token;
  }

  public static MinerApi at(NodeApi api) {
    return at(api, ANSWER_WITHIN);
  }

  /** One that is asked many times a second whether it is there. */
  public static MinerApi probed(NodeApi api) {
    return at(api, Duration.ofSeconds(1));
  }

  private static MinerApi at(NodeApi api, Duration answerWithin) {
    URI base = Multiaddr.parse(api.address()).toUri();
    Token token = Token.of(api);
    return new MinerApi(new LotusRpc(base.resolve("/rpc/v0"), token, answerWithin), token);
  }

  /** One that is asked for what takes long: proofs. */
  public static MinerApi patient(NodeApi api) {
    return at(api, PROVES_WITHIN);
  }

  public NodeVersion version() {
    return Reading.version(rpc.call("Version"));
  }

  /** What our token allows, as {@code read} or {@code admin}; none without a token. */
  public List<String> permissions() {
    return token.permissions(ours -> rpc.call("AuthVerify", ours));
  }

  /**
   * Makes a token, which does not expire. Secret. Wants an admin token.
   *
   * @param permissions those that it has, such as read and write
   */
  public String newToken(List<String> permissions) {
    return Reading.token(rpc.call("AuthNew", permissions));
  }

  public String actor() {
    return rpc.call("ActorAddress").asText();
  }

  /** Sectors in any of these states; empty on versions that cannot tell (before v1.2.3). */
  public List<Long> sectorsIn(Collection<String> states) {
    try {
      List<Long> sectors = new ArrayList<>();
      rpc.call("SectorsListInStates", states).forEach(number -> sectors.add(number.asLong()));
      return sectors;
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return List.of();
      }
      throw failed;
    }
  }

  /** Numbers of all sectors the miner knows, ascending; Lotus gives them in the order of text. */
  public List<Long> sectors() {
    Set<Long> numbers = new TreeSet<>();
    rpc.call("SectorsList").forEach(number -> numbers.add(number.asLong()));
    return List.copyOf(numbers);
  }

  /** How many sectors are in each state; empty on versions that cannot tell (before v1.2.3). */
  public Optional<Map<String, Integer>> sectorsByState() {
    try {
      Map<String, Integer> counts = new TreeMap<>();
      rpc.call("SectorsSummary")
          .properties()
          .forEach(state -> counts.put(state.getKey(), state.getValue().asInt()));
      return Optional.of(counts);
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** Absent if the miner has no such sector. */
  public Optional<SectorStatus> sector(long number) {
    try {
      return Optional.of(SectorStatus.of(rpc.call("SectorsStatus", number, false)));
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.REFUSED && failed.said().contains("not found")) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /**
   * Makes a sector without deals. Not idempotent.
   *
   * @return its number; absent before v1.10, which does not tell
   */
  public OptionalLong pledge() {
    JsonNode id = rpc.call("PledgeSector");
    return id.hasNonNull("Number")
        ? OptionalLong.of(id.path("Number").asLong())
        : OptionalLong.empty();
  }

  /** The miner checks neither the number nor the name, and makes records of what there is not. */
  public void setState(long existing, String known) {
    rpc.call("SectorsUpdate", existing, known);
  }

  /** Whether some worker takes work. */
  public boolean hasWorkers() {
    for (JsonNode worker : rpc.call("WorkerStats")) {
      if (worker.path("Enabled").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /**
   * A worker that the miner knows, its own included.
   *
   * @param enabled it answers, and was not told to rest
   * @param tasks types it takes
   */
  public record Worker(String session, boolean enabled, Set<String> tasks) {}

  /** In the order of their sessions, which are UUIDs since v1.1.3, and numbers before. */
  public List<Worker> workers() {
    List<Worker> workers = new ArrayList<>();
    rpc.call("WorkerStats")
        .properties()
        .forEach(
            worker -> {
              JsonNode stats = worker.getValue();
              Set<String> tasks = new TreeSet<>();
              stats.path("Tasks").forEach(task -> tasks.add(task.asText()));
              workers.add(
                  new Worker(worker.getKey(), stats.path("Enabled").asBoolean(true), tasks));
            });
    return workers;
  }

  /**
   * Sectors of which a task waits in the scheduler, which {@code WorkerJobs} does not show; empty
   * where that cannot be told.
   */
  public Optional<Set<Long>> queued() {
    for (Object[] arguments : new Object[][] {{false}, {}}) {
      try {
        Set<Long> sectors = new TreeSet<>();
        rpc.call("SealingSchedDiag", arguments)
            .path("SchedInfo")
            .path("Requests")
            .forEach(request -> sectors.add(request.path("Sector").path("Number").asLong(-1)));
        return Optional.of(sectors);
      } catch (RpcFailed failed) {
        if (failed.kind() == RpcFailed.Kind.UNREACHABLE) {
          throw failed;
        }
      }
    }
    return Optional.empty();
  }

  /** Tells the miner that a call will not come back; since v1.1.3. */
  public void abort(Job job) {
    rpc.call("SealingAbort", job.call());
  }

  /** A sector as it is told, for the files. */
  public JsonNode rawStatus(long sector) {
    return rpc.call("SectorsStatus", sector, true);
  }

  /** Storage that has files of these kinds of a sector, by id; whether it answers is not asked. */
  public Map<String, String> find(String actor, long sector, int kinds) {
    Map<String, String> places = new LinkedHashMap<>();
    long miner = Long.parseLong(actor.substring(2));
    rpc.call("StorageFindSector", Map.of("Miner", miner, "Number", sector), kinds, 0, false)
        .forEach(
            place -> places.put(place.path("ID").asText(), place.path("URLs").path(0).asText("")));
    return places;
  }

  /** Sectors that one worker has a job for, running or waiting; none if it is not known. */
  public List<Long> sectorsOf(String session) {
    Set<Long> sectors = new TreeSet<>();
    rpc.call("WorkerJobs")
        .path(session)
        .forEach(job -> sectors.add(job.path("Sector").path("Number").asLong()));
    return List.copyOf(sectors);
  }

  /**
   * Room on a storage path.
   *
   * @param available of the file system, less what is reserved for sectors that are sealed there
   */
  public record Room(ByteSize capacity, ByteSize available, ByteSize reserved) {}

  /** Absent where whoever has the path does not answer: a worker that hangs holds up the miner. */
  public Optional<Room> room(String id) {
    try {
      JsonNode stat = rpc.call("StorageStat", id);
      return Optional.of(
          new Room(
              new ByteSize(stat.path("Capacity").asLong()),
              new ByteSize(stat.path("Available").asLong()),
              new ByteSize(stat.path("Reserved").asLong())));
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.REFUSED || failed.kind() == RpcFailed.Kind.UNREACHABLE) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** Sectors for which some worker has a job, running or waiting. */
  public Set<Long> sectorsWithJobs() {
    Set<Long> sectors = new TreeSet<>();
    for (JsonNode jobs : rpc.call("WorkerJobs")) {
      jobs.forEach(job -> sectors.add(job.path("Sector").path("Number").asLong()));
    }
    return sectors;
  }

  /**
   * Sectors that have a job.
   *
   * @param living of these, those that have one which waits, or runs with a worker that answers
   */
  public record AtWork(Set<Long> all, Set<Long> living) {

    /** Those whose jobs are said to run with workers that do not answer, or are gone. */
    public Set<Long> deaf() {
      Set<Long> deaf = new TreeSet<>(all);
      deaf.removeAll(living);
      return deaf;
    }
  }

  /** By jobs and workers, each asked for once. */
  public AtWork atWork() {
    List<Job> jobs = jobs();
    if (jobs.isEmpty()) {
      return new AtWork(Set.of(), Set.of());
    }
    Set<String> answering =
        workers().stream().filter(Worker::enabled).map(Worker::session).collect(Collectors.toSet());
    return new AtWork(
        jobs.stream().map(Job::sector).collect(Collectors.toSet()),
        jobs.stream()
            .filter(job -> !job.runs() || answering.contains(job.session()))
            .map(Job::sector)
            .collect(Collectors.toSet()));
  }

  /**
   * A task of a sector that a worker has.
   *
   * @param session of the worker; zeros where it is gone
   * @param host name of the worker's; empty where it is gone
   * @param runs now, not waiting for its turn or for its answer to be taken
   * @param call how it is named where it is aborted
   */
  public record Job(
      long sector,
      String task,
      String session,
      String host,
      boolean runs,
      Instant start,
      JsonNode call) {}

  /** All jobs of one sector, those of workers that are gone included. */
  public List<Job> jobsOf(long sector) {
    return jobs().stream().filter(job -> job.sector() == sector).toList();
  }

  /** Of all workers, those that run first. */
  public List<Job> jobs() {
    JsonNode byWorker = rpc.call("WorkerJobs");
    if (byWorker.isEmpty()) {
      return List.of();
    }
    JsonNode workers = rpc.call("WorkerStats");
    List<Job> jobs = new ArrayList<>();
    byWorker
        .properties()
        .forEach(
            worker -> {
              String session = worker.getKey();
              String host = workers.path(session).path("Info").path("Hostname").asText("");
              worker.getValue().forEach(job -> jobs.add(job(session, host, job)));
            });
    jobs.sort(Comparator.comparing(Job::runs).reversed().thenComparing(Job::sector));
    return jobs;
  }

  private static Job job(String session, String host, JsonNode job) {
    return new Job(
        job.path("Sector").path("Number").asLong(),
        job.path("Task").asText().replaceFirst("^seal/v0/", ""),
        session,
        host.isEmpty() ? job.path("Hostname").asText("") : host,
        job.path("RunWait").asInt() == 0,
        OffsetDateTime.parse(job.path("Start").asText()).toInstant(),
        job.path("ID"));
  }

  /** The error of a sector's last try; empty if it has none. */
  public String lastError(long sector) {
    return rpc.call("SectorsStatus", sector, false).path("LastErr").asText("");
  }

  /** Whether a sector is marked to give way to one with deals; only before v1.14 they are. */
  public boolean isToUpgrade(long sector) {
    return rpc.call("SectorsStatus", sector, false).path("ToUpgrade").asBoolean();
  }

  /**
   * Which of these sectors cannot be proven, and why; empty before v1.2.2, which cannot tell. Reads
   * from each.
   *
   * @param postProof type of the miner's window proofs
   * @param sealProofs type of each sector's seal, by number
   */
  public Optional<Map<Long, String>> unprovable(
      String actor, int postProof, Map<Long, Integer> sealProofs) {
    long miner = Long.parseLong(actor.substring(2));
    List<Object> sectors = new ArrayList<>();
    sealProofs.forEach(
        (number, proof) ->
            sectors.add(
                Map.of("ID", Map.of("Miner", miner, "Number", number), "ProofType", proof)));
    try {
      Map<Long, String> bad = new TreeMap<>();
      rpc.call("CheckProvable", postProof, sectors)
          .properties()
          .forEach(one -> bad.put(Long.valueOf(one.getKey()), one.getValue().asText()));
      return Optional.of(bad);
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /**
   * A test of a window proof.
   *
   * @param computed false where nothing came of it, as when no sector of the deadline is found
   * @param skipped numbers of sectors that it leaves out
   */
  public record TestProof(boolean computed, Set<Long> skipped) {}

  /** Computes the proof of a deadline and sends nothing; empty before v1.15.2. Takes long. */
  public Optional<TestProof> testProof(int deadline) {
    try {
      JsonNode proofs = rpc.call("ComputeWindowPoSt", deadline, (Object) null);
      Set<Long> skipped = new TreeSet<>();
      for (JsonNode proof : proofs) {
        for (JsonNode partition : proof.path("Partitions")) {
          BitField.read(partition.path("Skipped"))
              .numbers()
              .forEach(number -> skipped.add((long) number));
        }
      }
      return Optional.of(new TestProof(!proofs.isEmpty(), skipped));
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** Which kinds of files of each sector the miner knows on a path, by their bits. */
  public Map<Long, Integer> declared(String id) {
    Map<Long, Integer> kinds = new TreeMap<>();
    rpc.call("StorageList")
        .path(id)
        .forEach(
            one ->
                kinds.merge(
                    one.path("Number").asLong(),
                    one.path("SectorFileType").asInt(),
                    (a, b) -> a | b));
    return kinds;
  }

  /** Storage paths that the miner's own process has opened: path by id. */
  public Map<String, String> localPaths() {
    Map<String, String> paths = new LinkedHashMap<>();
    rpc.call("StorageLocal")
        .properties()
        .forEach(path -> paths.put(path.getKey(), path.getValue().asText()));
    return paths;
  }

  /** Ids of all storage the miner knows, that of its workers included. */
  public Set<String> storageIds() {
    Set<String> ids = new TreeSet<>();
    rpc.call("StorageList").fieldNames().forEachRemaining(ids::add);
    return ids;
  }

  /** All storage the miner knows, that of its workers included, by id. */
  public List<MinerStorage> storage() {
    Map<String, String> local = localPaths();
    List<MinerStorage> all = new ArrayList<>();
    rpc.call("StorageList")
        .properties()
        .forEach(
            path ->
                storage(path.getKey(), path.getValue(), local.get(path.getKey()))
                    .ifPresent(all::add));
    all.sort(Comparator.comparing(MinerStorage::id));
    return all;
  }

  private Optional<MinerStorage> storage(String id, JsonNode declarations, String local) {
    return info(id)
        .map(
            info ->
                new MinerStorage(
                    id,
                    Optional.ofNullable(local),
                    info.path("URLs").path(0).asText(""),
                    use(info),
                    room(id),
                    MinerStorage.count(declarations)));
  }

  /** What a storage path is for; empty if the miner does not know the id. */
  public Optional<StorageUse> use(String id) {
    return info(id).map(MinerApi::use);
  }

  private static StorageUse use(JsonNode info) {
    return new StorageUse(
        info.path("CanSeal").asBoolean(),
        info.path("CanStore").asBoolean(),
        info.path("Weight").asInt());
  }

  private Optional<JsonNode> info(String id) {
    try {
      return Optional.of(rpc.call("StorageInfo", id));
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.REFUSED) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** What a path is for. */
  public record StorageUse(boolean canSeal, boolean canStore, int weight) {}
}
