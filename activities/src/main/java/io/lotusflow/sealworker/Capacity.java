package io.lotusflow.sealworker;

import io.lotusflow.host.Topology;
import io.lotusflow.host.Topology.Core;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.sealworker.LotusResources.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What fits on a machine, and how fast it would be. */
final class Capacity {
  static final String MULTICORE = "FIL_PROOFS_USE_MULTICORE_SDR";
  static final String CACHING = "FIL_PROOFS_MAXIMIZE_CACHING";

  /** The thread that computes and three that fetch for it: what Lotus counts. */
  static final int MULTICORE_THREADS = 4;

  private static final double DAY = Duration.ofDays(1).toNanos();

  /** From the PreCommit's message to the seed: 150 epochs of 30 s, in which the files stay. */
  private static final Duration WAIT_SEED = Duration.ofMinutes(75);

  private final WorkersRequest request;
  private final LotusResources resources;
  private final CoreShares cores;

  /** Something there is too little of. */
  enum Limit {
    CORES,
    MEMORY,
    SWAP,
    SCRATCH,
    PORTS
  }

  /** How much of it would be needed, and how much there is. */
  record Lack(Limit limit, String needed, String there) {}

  Capacity(WorkersRequest request) {
    this.request = request;
    this.resources = LotusResources.of(request.sector()).orElseThrow();
    this.cores =
        new CoreShares(
            request.machine(), request.kept().cores(), hears(MULTICORE) ? MULTICORE_THREADS : 1);
  }

  /** Whether this version of Lotus reads that variable. */
  boolean hears(String variable) {
    return EnvironmentNames.ignoredBy(request.version(), variable).isEmpty();
  }

  CoreShares cores() {
    return cores;
  }

  /**
   * The fastest of those that fit, with as few workers as that takes; C2 elsewhere only if need be.
   */
  Optional<Shape> best() {
    return best(true).or(() -> best(false));
  }

  private Optional<Shape> best(boolean commits) {
    return Stream.concat(Stream.of(Shape.inTurns(commits)), apart(commits))
        .filter(shape -> lacks(shape).isEmpty())
        .max(
            Comparator.comparingDouble(this::perDay)
                .thenComparing(shape -> !shape.isInTurns())
                .thenComparing(Shape::workers, Comparator.reverseOrder()));
  }

  private Stream<Shape> apart(boolean commits) {
    int cards = Math.max(1, request.machine().gpus().size());
    return IntStream.rangeClosed(1, cores.places().size())
        .boxed()
        .flatMap(
            first ->
                IntStream.rangeClosed(1, cards)
                    .mapToObj(proofs -> new Shape(first, proofs, commits)));
  }

  /** All that is missing for a shape; empty if it fits. */
  List<Lack> lacks(Shape shape) {
    List<Lack> lacks = new ArrayList<>();
    int threads = resources.threadsOfProof(onGpu()) * shape.proofs();
    int rest = CoreShares.threads(cores.besides(shape.preCommit1())).cpus().size();
    if (shape.preCommit1() > cores.places().size()) {
      lacks.add(lack(Limit.CORES, shape.preCommit1(), cores.places().size()));
    } else if (rest < threads) {
      lacks.add(lack(Limit.CORES, threads, rest));
    }
    compare(Limit.MEMORY, ram(shape), freeRam()).ifPresent(lacks::add);
    compare(Limit.SWAP, peak(shape), freePeak()).ifPresent(lacks::add);
    compare(Limit.SCRATCH, sectors(shape) * resources.scratch(), request.scratch().bytes())
        .ifPresent(lacks::add);
    if (shape.workers() > request.ports().size()) {
      lacks.add(lack(Limit.PORTS, shape.workers(), request.ports().size()));
    }
    return lacks;
  }

  private static Lack lack(Limit limit, int needed, int there) {
    return new Lack(limit, Integer.toString(needed), Integer.toString(there));
  }

  private static Optional<Lack> compare(Limit limit, long needed, long there) {
    return needed <= there
        ? Optional.empty()
        : Optional.of(
            new Lack(limit, new ByteSize(needed).toString(), new ByteSize(there).toString()));
  }

  private long freeRam() {
    return Math.max(0, request.machine().memory().bytes() - request.kept().ram().bytes());
  }

  private long freePeak() {
    Topology machine = request.machine();
    return Math.max(
        0, machine.memory().bytes() + machine.swap().bytes() - request.kept().peak().bytes());
  }

  private long ram(Shape shape) {
    return shape.preCommit1() * ofPreCommit1().ram().bytes()
        + shape.proofs() * ofProofs(shape).ram().bytes();
  }

  private long peak(Shape shape) {
    return shape.preCommit1() * ofPreCommit1().peak().bytes()
        + shape.proofs() * ofProofs(shape).peak().bytes();
  }

  /** AP and PC1 of one worker take turns: Lotus counts its CPUs, and PC1 takes them all. */
  Need ofPreCommit1() {
    Need need = resources.of(SealTask.ADDPIECE).orMore(resources.of(SealTask.PRECOMMIT1));
    return hears(CACHING) ? need.plus(request.sector().bytes() / 4 * 7) : need;
  }

  /** They take turns, each with the whole card or with all CPUs. */
  Need ofProofs(Shape shape) {
    Need proofs = resources.of(SealTask.PRECOMMIT2);
    Need all = shape.commits() ? proofs.orMore(resources.of(SealTask.COMMIT)) : proofs;
    return shape.isInTurns() ? all.orMore(ofPreCommit1()) : all;
  }

  boolean onGpu() {
    return !request.machine().gpus().isEmpty();
  }

  /** Sectors on their way at a time: one with each worker, and those that wait for their seed. */
  int sectors(Shape shape) {
    return shape.preCommit1() + shape.proofs() * sectorsOfProofs(shape);
  }

  /** With one of the workers for proofs; where no times are known, one waits. */
  int sectorsOfProofs(Shape shape) {
    if (request.times().isEmpty()) {
      return 2;
    }
    double waiting = perDay(shape) * WAIT_SEED.toNanos() / DAY;
    return 1 + (int) Math.ceil(waiting / shape.proofs());
  }

  ByteSize scratch(int sectors) {
    return new ByteSize(sectors * resources.scratch());
  }

  /** Sectors; 0 where no times are known. */
  double perDay(Shape shape) {
    if (request.times().isEmpty()) {
      return 0;
    }
    StageTimes times = request.times().get();
    double first = times.addPiece().plus(times.preCommit1()).toNanos();
    if (shape.isInTurns()) {
      return DAY / (first + proofNanos(shape, times));
    }
    return Math.min(firstPerDay(shape, first), shape.proofs() * DAY / proofNanos(shape, times));
  }

  private static double firstPerDay(Shape shape, double nanos) {
    return shape.preCommit1() * DAY / nanos;
  }

  private double proofNanos(Shape shape, StageTimes times) {
    Duration commit = shape.commits() ? times.commit1().plus(times.commit2()) : Duration.ZERO;
    return times.preCommit2().plus(commit).toNanos() * slower(shape, times);
  }

  /** Proofs on the processor use all cores: with fewer than the benchmark had they take longer. */
  private double slower(Shape shape, StageTimes times) {
    List<Core> theirs = cores.besides(shape.preCommit1());
    return onGpu() || !times.measured() || theirs.isEmpty()
        ? 1
        : (double) request.machine().cores().size() / theirs.size();
  }

  /** The stage that holds up the others; empty where no times are known. */
  Optional<SealTask> limiting(Shape shape) {
    return request.times().map(times -> limiting(shape, times));
  }

  private SealTask limiting(Shape shape, StageTimes times) {
    double first = times.addPiece().plus(times.preCommit1()).toNanos();
    boolean proofs =
        shape.isInTurns()
            ? proofNanos(shape, times) > first
            : shape.proofs() * DAY / proofNanos(shape, times) <= firstPerDay(shape, first);
    if (!proofs) {
      return SealTask.PRECOMMIT1;
    }
    return shape.commits() && times.commit2().compareTo(times.preCommit2()) > 0
        ? SealTask.COMMIT
        : SealTask.PRECOMMIT2;
  }
}
