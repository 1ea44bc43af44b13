package io.lotusflow.benchmark;

import io.lotusflow.benchmark.BenchmarkFile.Background;
import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.LotusBench;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.toml.TomlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets {@code lotus-bench} seal one sector, and keeps what it measured. */
public final class BenchmarkActivitiesImpl implements BenchmarkActivities {
  private static final Logger log = LoggerFactory.getLogger(BenchmarkActivitiesImpl.class);

  private final Benchmarks kept;
  private final Binaries binaries;
  private final JobSteps steps;
  private final Prover prover;

  /**
   * Of this host.
   *
   * @param kept where results go
   * @param services who knows whether the miner runs
   */
  public BenchmarkActivitiesImpl(
      Benchmarks kept, Programs programs, JobSteps steps, ServiceActivities services) {
    this.kept = kept;
    this.binaries = new Binaries(programs);
    this.steps = steps;
    this.prover = new Prover(services);
  }

  @Override
  public Receipt check(BenchmarkPlan plan) {
    LotusVersion version =
        version(plan)
            .orElseThrow(() -> BenchmarkProblem.BENCHMARK_NOT_INSTALLED.because(plan.binary()));
    Optional<String> proves = prover.seen(plan);
    if (proves.isPresent() && !plan.force()) {
      throw BenchmarkProblem.BENCHMARK_MINER_PROVES.because(proves.get());
    }
    SealingFolder folder = SealingFolder.of(plan);
    if (folder.free().compareTo(plan.room()) < 0) {
      throw BenchmarkProblem.BENCHMARK_NO_ROOM.because(plan.folder(), plan.room(), folder.free());
    }
    String note =
        "lotus-bench %s; %s needed and %s free; %s"
            .formatted(
                version,
                plan.room(),
                folder.free(),
                proves.map(seen -> "forced, though " + seen).orElse("no miner proves here"));
    return Receipt.alreadySo(note);
  }

  @Override
  public Measured measure(BenchmarkPlan plan) {
    LotusBench bench = bench(plan);
    Path folder = Path.of(plan.folder());
    List<String> command =
        bench.sealingCommand(plan.sectorSize(), folder, plan.skipCommit2(), plan.skipUnseal());
    String shown = Command.of(Duration.ZERO, command).toString();
    if (plan.scope().dryRun()) {
      String note = "measures a sector of %s in %s".formatted(plan.sectorSize(), folder);
      return new Measured(Receipt.wouldDo(note, shown), "", Optional.empty());
    }
    makeTmpdir(plan);
    JobExit exit =
        steps.runVerified(
            bench.sealing(steps.key(command), folder, command),
            new BenchmarkProgress(plan),
            BenchmarkActivitiesImpl::understood);
    return keep(plan, exit, shown);
  }

  /** The proofs' library puts its locks there, and fails where there is no such folder. */
  private static void makeTmpdir(BenchmarkPlan plan) {
    try {
      Files.createDirectories(Path.of(plan.environment().getOrDefault("TMPDIR", plan.folder())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It exits with 0 whatever happened: what it printed is all there is to go by. */
  private static BenchmarkOutput understood(JobExit exit) {
    BenchmarkLog printed = BenchmarkLog.read(exit.log());
    printed
        .wrongProof()
        .ifPresent(
            line -> {
              throw BenchmarkProblem.BENCHMARK_WRONG_PROOF.withLog(
                  exit.lastLines(), line, exit.log());
            });
    try {
      return BenchmarkOutput.in(printed.text());
    } catch (UnreadableBenchmark unreadable) {
      throw unreadable.why() == UnreadableBenchmark.Why.NO_RESULT
          ? BenchmarkProblem.BENCHMARK_NO_RESULT.withLog(exit.lastLines(), exit.log())
          : BenchmarkProblem.BENCHMARK_UNREADABLE.withLog(
              exit.lastLines(), unreadable.where(), exit.log());
    }
  }

  private Measured keep(BenchmarkPlan plan, JobExit exit, String command) {
    BenchmarkOutput output = understood(exit);
    BenchmarkLog printed = BenchmarkLog.read(exit.log());
    String node = plan.scope().node().value();
    Path file = kept.file(node, exit.startedAt(), plan.sectorSize());
    Background background =
        new Background(
            node,
            version(plan).map(LotusVersion::toString).orElse(""),
            exit.startedAt().toString(),
            exit.took().toSeconds(),
            printed.gpus(),
            waitDealsDelay(plan));
    kept.keep(file, BenchmarkFile.kept(output, background));
    log.info("benchmark kept node={} sectorSize={} file={}", node, plan.sectorSize(), file);
    String note =
        "%s; %s; lotusflow benchmark report %s"
            .formatted(sealing(output.result()), gpu(printed), file);
    return new Measured(Receipt.done(note, command), file.toString(), Optional.of(output.result()));
  }

  private static String sealing(BenchmarkResult result) {
    return result
        .sealing()
        .map(
            time -> "a sector of %s seals in %s".formatted(result.sectorSize(), ShownTime.of(time)))
        .orElseGet(() -> result.times().size() + " stages measured, others skipped");
  }

  private static String gpu(BenchmarkLog printed) {
    String gpus = printed.gpus();
    if (printed.fellBackToCpu()) {
      return "a GPU was tried in vain, and the CPU did its work";
    }
    return gpus.isEmpty() ? "the log speaks of no GPU" : "with GPU " + gpus;
  }

  private static String waitDealsDelay(BenchmarkPlan plan) {
    return plan.miner()
        .flatMap(
            miner ->
                new TomlFile(Path.of(miner.repo(), "config.toml"))
                    .text("Sealing", "WaitDealsDelay"))
        .orElse("");
  }

  @Override
  public Receipt clear(BenchmarkPlan plan) {
    SealingFolder folder = SealingFolder.of(plan);
    if (plan.scope().dryRun() || folder.leftovers().isEmpty()) {
      folder.removeIfEmpty();
      return Receipt.alreadySo("lotus-bench left nothing in " + plan.folder());
    }
    String left = folder.leftoverBytes().toString();
    folder.clear();
    return Receipt.done("removed %s that lotus-bench left in %s".formatted(left, plan.folder()));
  }

  private static LotusBench bench(BenchmarkPlan plan) {
    return new LotusBench(Path.of(plan.binary()), plan.environment());
  }

  private Optional<LotusVersion> version(BenchmarkPlan plan) {
    LotusBench bench = bench(plan);
    return binaries.version(bench.binary(), bench.version());
  }
}
