package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.miner.WorkerPool.RemoteWorker;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.sealing.Order;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.sealing.Task;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who does which task. A worker takes as many at once as it has cores; tasks that want a sector's
 * files go to who has them, or else to one who can fetch them from somebody who answers.
 */
final class Scheduler {
  /** How a worker ends what it says of calls that it had when it was stopped. */
  private static final String RESTARTED = "restarted";

  private static final Log LOG = new Log("scheduler");
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private final Path file;
  private final SealingGround ground;
  private final LocalWorker local;
  private final WorkerPool pool;
  private final Map<Long, Work> works = new TreeMap<>();

  Scheduler(Path file, SealingGround ground, LocalWorker local, WorkerPool pool)
      throws IOException {
    this.file = file;
    this.ground = ground;
    this.local = local;
    this.pool = pool;
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        Work work = Work.of(line);
        // What the miner itself was at is lost with it; what a worker is at comes back from there.
        works.put(
            work.number(), work.worker().startsWith(LocalWorker.PREFIX) ? work.again() : work);
      }
    }
  }

  private void save() throws IOException {
    List<String> lines = new ArrayList<>();
    works.values().forEach(work -> lines.add(work.line()));
    Files.createDirectories(file.getParent());
    Repo.replace(file, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
  }

  /** Makes sure that somebody does it, now or when there is somebody. */
  synchronized void want(long number, Task task, boolean ticket) throws IOException {
    Work work = works.get(number);
    if (work == null || work.task() != task) {
      works.put(number, Work.wanted(number, task, ticket));
      save();
    }
  }

  /** The result of that task: absent while there is none, empty when it went well. */
  synchronized Optional<String> result(long number, Task task) {
    Work work = works.get(number);
    return work == null || work.task() != task ? Optional.empty() : work.result();
  }

  /** Whether somebody is at work for the sector. */
  synchronized boolean isAtWork(long number) {
    return works.containsKey(number) && works.get(number).runs();
  }

  synchronized void forget(long number) throws IOException {
    if (works.remove(number) != null) {
      save();
    }
  }

  /** A worker has ended a call; what nobody waits for any more is forgotten. */
  synchronized void ended(String call, String error) throws IOException {
    for (Work work : List.copyOf(works.values())) {
      if (work.call().equals(call) && work.result().isEmpty()) {
        boolean silently = error.endsWith(RESTARTED) && work.task() != Task.COMMIT_2;
        works.put(work.number(), silently ? work.again() : work.ended(error));
        save();
      }
    }
  }

  /** {@code sealing abort}. */
  synchronized void abort(String call) throws IOException, RpcException {
    Work found =
        works.values().stream()
            .filter(work -> work.call().equals(call) && work.result().isEmpty())
            .findFirst()
            .orElseThrow(() -> new RpcException("job with specified id prefix not found"));
    works.put(found.number(), found.ended("task aborted"));
    save();
  }

  /** Gives out what can be given out. */
  synchronized void assign() throws IOException {
    for (Work work : List.copyOf(works.values())) {
      if (!work.isGiven() && work.result().isEmpty()) {
        Optional<Work> given = give(work);
        if (given.isPresent()) {
          works.put(work.number(), given.get());
          save();
        }
      }
    }
  }

  private Optional<Work> give(Work work) {
    SectorName sector = ground.name(work.number());
    List<String> reachable = reachable();
    List<RemoteWorker> able = new ArrayList<>();
    for (RemoteWorker worker : pool.all()) {
      if (worker.isEnabled()
          && worker.tasks().contains(work.task().label())
          && running(worker.session()) < worker.cpus()
          && ground.canDo(work.task(), sector, worker.root(), reachable)) {
        able.add(worker);
      }
    }
    able.sort(
        Comparator.comparing((RemoteWorker w) -> !ground.has(sector, w.root()))
            .thenComparing(w -> running(w.session())));
    boolean here =
        local.does(work.task())
            && running(local.id()) < local.cpus()
            && ground.canDo(work.task(), sector, "", reachable);
    boolean preferHere =
        here
            && (able.isEmpty() || ground.has(sector, "") || !ground.has(sector, able.get(0).root()))
            && (able.isEmpty() || running(local.id()) <= running(able.get(0).session()));
    if (preferHere) {
      return Optional.of(giveHere(work, sector));
    }
    return able.isEmpty() ? Optional.empty() : giveAway(work, sector, able.get(0));
  }

  private List<String> reachable() {
    return pool.all().stream().filter(RemoteWorker::isEnabled).map(RemoteWorker::root).toList();
  }

  private long running(String worker) {
    return works.values().stream().filter(w -> w.runs() && w.worker().equals(worker)).count();
  }

  private Order order(Work work, SectorName sector) {
    return new Order(
        work.task(), sector, ground.sectorSize(), work.ticket(), ground.sources(sector));
  }

  private Work giveHere(Work work, SectorName sector) {
    String call = UUID.randomUUID().toString();
    local.begin(
        order(work, sector),
        ground.localPathFor(sector),
        error -> {
          try {
            ended(call, error);
          } catch (IOException e) {
            LOG.error("sealer/sched.go:1", "noting a result: " + e.getMessage());
          }
        });
    return work.given(local.id(), local.hostname(), call);
  }

  private Optional<Work> giveAway(Work work, SectorName sector, RemoteWorker worker) {
    try {
      Object answer = worker.client().call(work.task().method(), order(work, sector).json());
      String call = Json.asText(Json.asObject(answer).get("ID"));
      return Optional.of(work.given(worker.session(), worker.host(), call));
    } catch (CliException e) {
      LOG.warn("sealer/sched_worker.go:600", "executing task: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** By worker, as {@code WorkerJobs} tells it. */
  synchronized Map<String, List<Object>> jobs() {
    Map<String, List<Object>> jobs = new TreeMap<>();
    for (Work work : works.values()) {
      if (work.runs()) {
        boolean known = work.worker().equals(local.id()) || pool.find(work.worker()).isPresent();
        jobs.computeIfAbsent(known ? work.worker() : NOBODY, any -> new ArrayList<>())
            .add(job(work, known));
      }
    }
    return jobs;
  }

  private Map<String, Object> job(Work work, boolean known) {
    Map<String, Object> sector = ground.name(work.number()).json();
    return Json.object(
        "ID", Json.object("Sector", sector, "ID", work.call()),
        "Sector", sector,
        "Task", work.task().label(),
        "RunWait", known ? 0L : -1L,
        "Start", Instant.ofEpochMilli(work.start()).toString(),
        "Hostname", work.host());
  }

  /** How many of each task a worker is at, as {@code WorkerStats} counts them. */
  synchronized Map<String, Object> taskCounts(String worker) {
    Map<String, Object> counts = new TreeMap<>();
    for (Work work : works.values()) {
      if (work.runs() && work.worker().equals(worker)) {
        counts.merge(work.task().label(), 1L, (a, b) -> (Long) a + (Long) b);
      }
    }
    return counts;
  }

  /** What nobody is at, as {@code SealingSchedDiag} shows it; null if there is nothing. */
  synchronized Object requests() {
    List<Object> requests = new ArrayList<>();
    for (Work work : works.values()) {
      if (!work.isGiven() && work.result().isEmpty()) {
        requests.add(
            Json.object(
                "Priority",
                0L,
                "SchedId",
                UUID.nameUUIDFromBytes(work.line().getBytes(StandardCharsets.UTF_8)).toString(),
                "Sector",
                ground.name(work.number()).json(),
                "TaskType",
                work.task().label()));
      }
    }
    return requests.isEmpty() ? null : requests;
  }
}
