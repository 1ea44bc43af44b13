package io.lotusflow.sealworker;

import io.lotusflow.host.CpuList;
import io.lotusflow.host.Topology;
import io.lotusflow.host.Topology.Core;
import io.lotusflow.messages.Messages;
import io.lotusflow.sealworker.Capacity.Lack;
import io.lotusflow.sealworker.LotusResources.Need;
import io.lotusflow.sealworker.WorkersPlan.Expected;
import io.lotusflow.sealworker.WorkersPlan.MinerSetting;
import io.lotusflow.sealworker.WorkersPlan.PlannedWorker;
import io.lotusflow.sealworker.WorkersPlan.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proposes seal workers for a machine; looks at nothing but what it is given.
 *
 * <p>Manual: <i>Lotus miner seal worker</i>. What a task takes is Lotus' own table, and the times
 * are those of a benchmark.
 */
public final class WorkersPlanner {
  private static final double TIB = 1L << 40;

  private final WorkersRequest request;
  private final Capacity capacity;
  private final Messages words;

  /** For one machine. */
  public WorkersPlanner(WorkersRequest request) {
    this.request = request;
    this.capacity = new Capacity(request);
    this.words = Messages.in(request.language(), "seal-plan");
  }

  /** One without workers, and with what is missing, where the machine is too small. */
  public WorkersPlan plan() {
    return capacity.best().map(this::plan).orElseGet(this::tooSmall);
  }

  private WorkersPlan plan(Shape shape) {
    List<PlannedWorker> workers = workers(shape);
    return new WorkersPlan(
        request.host(),
        request.sector(),
        workers,
        capacity.cores().kept().toString(),
        settings(shape, workers),
        expected(shape),
        reasons(shape),
        List.of());
  }

  private WorkersPlan tooSmall() {
    return new WorkersPlan(
        request.host(),
        request.sector(),
        List.of(),
        capacity.cores().kept().toString(),
        List.of(),
        new Expected(Source.UNKNOWN, 0, 0, ""),
        List.of(machine(), kept()),
        lacks(Shape.inTurns(false)));
  }

  private List<String> lacks(Shape shape) {
    return capacity.lacks(shape).stream().map(this::text).toList();
  }

  private String text(Lack lack) {
    String key = "lack." + lack.limit().name().toLowerCase(Locale.ROOT);
    return words.text(key, lack.needed(), lack.there());
  }

  private List<PlannedWorker> workers(Shape shape) {
    List<PlannedWorker> workers = new ArrayList<>();
    for (int i = 0; i < shape.preCommit1(); i++) {
      workers.add(preCommit1(i));
    }
    for (int i = 0; i < shape.proofs(); i++) {
      workers.add(proofs(shape, i));
    }
    return workers;
  }

  private PlannedWorker preCommit1(int index) {
    List<Core> cores = capacity.cores().places().get(index);
    Core first = cores.get(0);
    SealWorker worker =
        worker(
            index,
            "pc1-" + (index + 1),
            List.of(SealTask.ADDPIECE, SealTask.PRECOMMIT1, SealTask.UNSEAL),
            CoreShares.alone(cores),
            preCommit1Environment(cores.size()));
    return planned(
        worker,
        capacity.ofPreCommit1(),
        1,
        words.text(
            request.machine().cachesKnown() ? "worker.pc1" : "worker.pc1.socket",
            cores.size(),
            first.complex(),
            first.node()));
  }

  private Map<String, String> preCommit1Environment(int cores) {
    Map<String, String> environment = new TreeMap<>();
    if (cores > 1) {
      environment.put(Capacity.MULTICORE, "1");
    }
    if (cores > 1 && cores != Capacity.MULTICORE_THREADS) {
      environment.put("FIL_PROOFS_MULTICORE_SDR_PRODUCERS", Integer.toString(cores - 1));
    }
    if (capacity.hears(Capacity.CACHING)) {
      environment.put(Capacity.CACHING, "1");
    }
    return environment;
  }

  private PlannedWorker proofs(Shape shape, int index) {
    List<Core> cores =
        CoreShares.part(capacity.cores().besides(shape.preCommit1()), index, shape.proofs());
    SealWorker worker =
        worker(
            shape.preCommit1() + index,
            shape.isInTurns() ? "seal" : capacity.onGpu() ? "gpu-" + index : "proofs",
            tasks(shape),
            CoreShares.threads(cores),
            proofsEnvironment(shape, index, cores.size()));
    return planned(
        worker,
        capacity.ofProofs(shape),
        capacity.sectorsOfProofs(shape),
        proofsReason(shape, index, cores.size()));
  }

  private static List<SealTask> tasks(Shape shape) {
    return Stream.of(SealTask.values())
        .filter(task -> shape.commits() || task != SealTask.COMMIT)
        .filter(task -> shape.isInTurns() || task == SealTask.PRECOMMIT2 || task == SealTask.COMMIT)
        .toList();
  }

  private Map<String, String> proofsEnvironment(Shape shape, int index, int cores) {
    Map<String, String> environment = new TreeMap<>();
    if (request.machine().gpus().size() > 1) {
      environment.put("CUDA_VISIBLE_DEVICES", Integer.toString(index));
    }
    if (shape.isInTurns()) {
      environment.putAll(preCommit1Environment(Math.min(cores, threadsOfPreCommit1())));
      // A second one would be let in where there is swap for it, and crawl.
      environment.put(
          "PC1_" + request.sector().toString().replace("iB", "") + "_MAX_CONCURRENT", "1");
    }
    return environment;
  }

  private int threadsOfPreCommit1() {
    return capacity.hears(Capacity.MULTICORE) ? Capacity.MULTICORE_THREADS : 1;
  }

  private String proofsReason(Shape shape, int index, int cores) {
    if (shape.isInTurns()) {
      return words.text("worker.in-turns", cores);
    }
    return capacity.onGpu()
        ? words.text("worker.gpu", request.machine().gpus().get(index), cores)
        : words.text("worker.proofs", cores);
  }

  private SealWorker worker(
      int index, String name, List<SealTask> tasks, CpuList cpus, Map<String, String> environment) {
    Path folder = request.folder().resolve("worker-" + name);
    return new SealWorker(
        name,
        folder.toString(),
        folder.resolve("tmp").toString(),
        request.address() + ':' + request.ports().get(index),
        tasks,
        cpus.toString(),
        environment);
  }

  private PlannedWorker planned(SealWorker worker, Need need, int sectors, String reason) {
    return new PlannedWorker(worker, need.ram(), need.peak(), capacity.scratch(sectors), reason);
  }

  /** Only what a worker here does is taken from the miner. */
  private List<MinerSetting> settings(Shape shape, List<PlannedWorker> workers) {
    String sectors = Integer.toString(capacity.sectors(shape));
    List<MinerSetting> settings = new ArrayList<>();
    settings.add(new MinerSetting("Sealing", "MaxSealingSectors", sectors));
    settings.add(new MinerSetting("Sealing", "MaxSealingSectorsForDeals", sectors));
    for (SealTask task : SealTask.values()) {
      if (workers.stream().anyMatch(planned -> planned.worker().tasks().contains(task))) {
        settings.add(new MinerSetting("Storage", key(task), "false"));
      }
    }
    return settings;
  }

  private static String key(SealTask task) {
    return switch (task) {
      case ADDPIECE -> "AllowAddPiece";
      case PRECOMMIT1 -> "AllowPreCommit1";
      case PRECOMMIT2 -> "AllowPreCommit2";
      case COMMIT -> "AllowCommit";
      case UNSEAL -> "AllowUnseal";
    };
  }

  private Expected expected(Shape shape) {
    Source source =
        request
            .times()
            .map(times -> times.measured() ? Source.MEASURED : Source.MANUAL)
            .orElse(Source.UNKNOWN);
    double perDay = capacity.perDay(shape);
    return new Expected(
        source,
        perDay,
        perDay * request.sector().bytes() / TIB,
        capacity.limiting(shape).map(SealTask::shortName).orElse(""));
  }

  private List<String> reasons(Shape shape) {
    List<String> reasons = new ArrayList<>(List.of(machine(), kept()));
    if (!request.machine().cachesKnown()) {
      reasons.add(words.text("caches.unknown"));
    }
    reasons.add(words.text("times." + expected(shape).times().name().toLowerCase(Locale.ROOT)));
    reasons.add(shape.isInTurns() ? inTurns(shape) : howMany(shape));
    reasons.add(words.text("multicore." + capacity.hears(Capacity.MULTICORE), request.version()));
    if (!shape.isInTurns()) {
      reasons.add(words.text("one-thread"));
    }
    if (!capacity.hears(Capacity.CACHING)) {
      reasons.add(words.text("caching.dead", request.version()));
    }
    if (!shape.commits()) {
      reasons.add(words.text("no-commit", joined(Shape.inTurns(true))));
    }
    reasons.add(
        words.text("sectors", capacity.sectors(shape), capacity.scratch(capacity.sectors(shape))));
    reasons.add(words.text("allow"));
    limit(shape).ifPresent(reasons::add);
    return reasons;
  }

  private String joined(Shape shape) {
    return lacks(shape).stream().collect(Collectors.joining(words.text("and")));
  }

  private String machine() {
    Topology machine = request.machine();
    String cards =
        machine.gpus().isEmpty() ? words.text("no-cards") : String.join(", ", machine.gpus());
    return words.text(
        "machine",
        machine.cores().size(),
        machine.threads(),
        machine.complexes(),
        machine.nodes(),
        machine.memory(),
        machine.swap(),
        cards,
        request.scratch());
  }

  private String kept() {
    Kept kept = request.kept();
    if (!request.host().isEmpty()) {
      return words.text("kept.elsewhere", kept.cores(), kept.ram());
    }
    return kept.cores() == 0
        ? words.text("kept.memory", kept.ram(), kept.peak())
        : words.text("kept", kept.cores(), capacity.cores().kept(), kept.ram(), kept.peak());
  }

  private String inTurns(Shape shape) {
    String lacks = joined(new Shape(1, 1, shape.commits()));
    return lacks.isEmpty() ? words.text("in-turns.faster") : words.text("in-turns", lacks);
  }

  /** Why there are not more of those for PC1. */
  private String howMany(Shape shape) {
    if (request.times().isEmpty()) {
      return words.text("count.unknown");
    }
    if (capacity.limiting(shape).filter(SealTask.PRECOMMIT1::equals).isEmpty()) {
      return words.text("count.enough", shape.preCommit1(), perDay(shape));
    }
    Shape more = new Shape(shape.preCommit1() + 1, shape.proofs(), shape.commits());
    return capacity.lacks(more).isEmpty()
        ? words.text("count.balanced", shape.preCommit1())
        : words.text("count.limited", shape.preCommit1(), joined(more));
  }

  private String perDay(Shape shape) {
    return String.format(Locale.ROOT, "%.1f", capacity.perDay(shape));
  }

  private Optional<String> limit(Shape shape) {
    return capacity.limiting(shape).map(task -> words.text("limits." + cause(shape, task)));
  }

  private String cause(Shape shape, SealTask task) {
    if (shape.isInTurns()) {
      return "turns";
    }
    if (task == SealTask.PRECOMMIT1) {
      return "pc1";
    }
    return capacity.onGpu() ? "gpu" : "no-gpu";
  }
}
