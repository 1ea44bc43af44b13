package io.lotusflow.chain;

import io.lotusflow.download.Http;
import io.lotusflow.download.Limits;
import io.lotusflow.download.Patience;
import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobState;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.node.DaemonConfig;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.toml.TomlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches a snapshot and fills an empty repository from it, beside it first. */
public final class SnapshotActivitiesImpl implements SnapshotActivities {
  private static final Logger log = LoggerFactory.getLogger(SnapshotActivitiesImpl.class);

  private final Binaries binaries;
  private final Jobs jobs;
  private final JobSteps steps;
  private final Consumer<JobProgress> pulse;
  private final Patience patience;

  public SnapshotActivitiesImpl(
      Programs programs, Jobs jobs, JobSteps steps, Consumer<JobProgress> pulse) {
    this(programs, jobs, steps, pulse, Patience.USUAL);
  }

  SnapshotActivitiesImpl(
      Programs programs,
      Jobs jobs,
      JobSteps steps,
      Consumer<JobProgress> pulse,
      Patience patience) {
    this.binaries = new Binaries(programs);
    this.jobs = jobs;
    this.steps = steps;
    this.pulse = pulse;
    this.patience = patience;
  }

  @Override
  public ImportedChain inspect(SnapshotPlan plan) {
    ChainFolder repo = repo(plan);
    if (repo.hasChain()) {
      return chain(Receipt.alreadySo("there is a chain in " + repo.datastore()));
    }
    String note = "no chain in " + repo.repo() + " yet";
    return chain(plan.scope().dryRun() ? Receipt.wouldDo(note) : Receipt.done(note));
  }

  @Override
  public SnapshotSource resolve(SnapshotPlan plan) {
    return WhileBeating.call(
        pulse, "asking for " + plan.source(), () -> new SourceResolver(plan, http(plan)).resolve());
  }

  @Override
  public SnapshotFile fetch(SnapshotPlan plan, SnapshotSource source) {
    SnapshotFile file = proven(plan, source);
    if (plan.wholeChain() && !plan.scope().dryRun()) {
      requireWholeChain(file);
    }
    return file;
  }

  /** Lotus would find out after hours, and with words that name another cause. */
  private static void requireWholeChain(SnapshotFile file) {
    SnapshotContents contents =
        file.verdict().map(Verdict::contents).orElseGet(SnapshotContents::none);
    if (!contents.isFullChain()) {
      throw SnapshotProblem.SNAPSHOT_NOT_FULL.because(
          file.path(), contents.headers(), contents.headersWithMessages(), contents.lowestHeight());
    }
  }

  private SnapshotFile proven(SnapshotPlan plan, SnapshotSource source) {
    if (!SourceResolver.isUrl(source.location())) {
      return local(plan, source);
    }
    SnapshotDownload download = download(plan, source);
    if (plan.scope().dryRun() && !download.isWhole(source)) {
      String note = "downloads %s into %s".formatted(source.location(), download.file());
      return new SnapshotFile(
          Receipt.wouldDo(note), download.file().toString(), source.bytes(), source.sha256());
    }
    SnapshotFile file = download.fetch(source);
    log.info("snapshot fetched file={} bytes={}", file.path(), file.bytes());
    return file;
  }

  private SnapshotFile local(SnapshotPlan plan, SnapshotSource source) {
    if (plan.scope().dryRun()) {
      return new SnapshotFile(
          Receipt.wouldDo("reads " + source.location()),
          source.location(),
          source.bytes(),
          source.sha256());
    }
    return new LocalSnapshot(Path.of(source.location()), pulse).prove(plan, source);
  }

  @Override
  public ImportedChain importBeside(SnapshotPlan plan, SnapshotFile file) {
    ChainFolder repo = repo(plan);
    if (repo.hasChain()) {
      repo.beside().removeClaimed();
      return chain(Receipt.alreadySo("there is a chain in " + repo.datastore()));
    }
    Lotus lotus = new Lotus(Path.of(plan.daemon().binary()), plan.daemon().api());
    Dialect dialect = binaries.dialect(lotus);
    Path snapshot = Path.of(file.path());
    String command = command(plan, lotus, dialect, repo.beside(), snapshot);
    if (plan.scope().dryRun()) {
      return chain(Receipt.wouldDo("imports beside, then moves the datastore in", command));
    }
    refuseARunningDaemon(repo);
    if (!repo.beside().claim()) {
      throw SnapshotProblem.SNAPSHOT_FOLDER_TAKEN.because(repo.beside().repo());
    }
    JobExit exit = fill(plan, lotus, dialect, repo.beside(), snapshot);
    refuseARunningDaemon(repo);
    repo.takeOver(repo.beside());
    repo.beside().removeClaimed();
    log.info("chain imported repo={} took={}", repo.repo(), exit.took());
    String note = "imported in " + exit.took().toSeconds() + " s";
    return chain(Receipt.done(note, command));
  }

  /** The same beside a node that lives: fills a repository and leaves it there. */
  ImportedChain fill(SnapshotPlan plan, SnapshotFile file, ChainFolder beside) {
    Lotus lotus = new Lotus(Path.of(plan.daemon().binary()), plan.daemon().api());
    Dialect dialect = binaries.dialect(lotus);
    Path snapshot = Path.of(file.path());
    String command = command(plan, lotus, dialect, beside, snapshot);
    if (plan.scope().dryRun()) {
      return chain(Receipt.wouldDo("imports into " + beside.repo(), command));
    }
    if (!beside.claim()) {
      throw SnapshotProblem.SNAPSHOT_FOLDER_TAKEN.because(beside.repo());
    }
    return filled(plan, lotus, dialect, beside, snapshot, command);
  }

  /** In the daemon's own repository, whose chain goes first. */
  ImportedChain replace(SnapshotPlan plan, SnapshotFile file) {
    Lotus lotus = new Lotus(Path.of(plan.daemon().binary()), plan.daemon().api());
    Dialect dialect = binaries.dialect(lotus);
    Path snapshot = Path.of(file.path());
    String command = command(plan, lotus, dialect, repo(plan), snapshot);
    if (plan.scope().dryRun()) {
      String delete = "rm -rf " + repo(plan).datastore();
      return chain(Receipt.wouldDo("deletes the chain, then imports", delete, command));
    }
    refuseARunningDaemon(repo(plan));
    return filled(plan, lotus, dialect, repo(plan), snapshot, command);
  }

  private ImportedChain filled(
      SnapshotPlan plan,
      Lotus lotus,
      Dialect dialect,
      ChainFolder beside,
      Path snapshot,
      String command) {
    JobExit exit = fill(plan, lotus, dialect, beside, snapshot);
    log.info("chain imported repo={} took={}", beside.repo(), exit.took());
    return chain(Receipt.done("imported in " + exit.took().toSeconds() + " s", command));
  }

  private JobExit fill(
      SnapshotPlan plan, Lotus lotus, Dialect dialect, ChainFolder beside, Path snapshot) {
    Path car = unpacked(plan, whole(plan, snapshot), dialect);
    return runImport(plan, lotus, dialect, beside, car);
  }

  private static String command(
      SnapshotPlan plan, Lotus lotus, Dialect dialect, ChainFolder beside, Path snapshot) {
    List<String> argv =
        lotus.importCommand(dialect, snapshot, plan.wholeChain(), plan.daemon().genesisFile());
    return "LOTUS_PATH=%s %s".formatted(beside.repo(), Command.of(Duration.ZERO, argv));
  }

  /** A file that an earlier attempt found damaged and set aside is fetched once more. */
  private Path whole(SnapshotPlan plan, Path snapshot) {
    if (Files.isRegularFile(snapshot)) {
      return snapshot;
    }
    return Path.of(fetch(plan, resolve(plan)).path());
  }

  private Path unpacked(SnapshotPlan plan, Path snapshot, Dialect dialect) {
    if (dialect.importsZstd() || !Zstd.is(snapshot)) {
      return snapshot;
    }
    Path car = Path.of(plan.downloads()).resolve(snapshot.getFileName() + ".unpacked.car");
    Zstd.unpack(snapshot, car, this::reading);
    return car;
  }

  private JobExit runImport(
      SnapshotPlan plan, Lotus lotus, Dialect dialect, ChainFolder beside, Path car) {
    new TomlFile(beside.repo().resolve("config.toml"))
        .set(DaemonConfig.forImport(plan.daemon(), dialect));
    JobSpec job =
        lotus
            .importInto(
                steps.key(beside.repo(), car),
                dialect,
                beside.repo(),
                car,
                plan.wholeChain(),
                plan.daemon().genesisFile(),
                plan.daemon().service().unit().environment())
            .asGuest();
    if (!isAtWork(job)) {
      if (!beside.hasChain()) {
        jobs.forget(job.key());
      }
      refuseTooLittleRoom(beside, car);
    }
    JobExit exit = steps.runAsStep(job, ImportLog.progress());
    ImportLog said = ImportLog.read(exit.log());
    if (!exit.succeeded() || !said.saysComplete() || !beside.hasChain()) {
      jobs.forget(job.key());
      throw failed(plan, beside, car, exit, said);
    }
    return exit;
  }

  private boolean isAtWork(JobSpec job) {
    return jobs.look(job.key())
        .map(JobState::phase)
        .filter(phase -> phase == JobState.Phase.STARTING || phase == JobState.Phase.RUNNING)
        .isPresent();
  }

  private RuntimeException failed(
      SnapshotPlan plan, ChainFolder beside, Path car, JobExit exit, ImportLog said) {
    String words = said.error().orElse("");
    if (said.saysLocked()) {
      return SnapshotProblem.SNAPSHOT_DAEMON_RUNS.withLog(exit.lastLines(), beside.repo());
    }
    if (said.saysDiskFull()) {
      return SnapshotProblem.SNAPSHOT_NO_SPACE.withLog(
          exit.lastLines(), beside.repo(), "more", new ByteSize(beside.freeBytes()), "import");
    }
    if (said.saysInvalid()) {
      return SnapshotProblem.SNAPSHOT_UNUSABLE.withLog(exit.lastLines(), car, words);
    }
    if (!said.saysDamaged()) {
      return SnapshotProblem.SNAPSHOT_IMPORT_FAILED.withLog(
          exit.lastLines(), exit.code(), exit.log());
    }
    if (!SourceResolver.isUrl(plan.source())) {
      return SnapshotProblem.SNAPSHOT_UNUSABLE.withLog(exit.lastLines(), car, words);
    }
    SnapshotDownload download = downloadOf(plan, car);
    boolean again = download.wasDamagedBefore();
    Path aside = download.setAside();
    return (again ? SnapshotProblem.SNAPSHOT_UNUSABLE : SnapshotProblem.SNAPSHOT_DAMAGED)
        .withLog(exit.lastLines(), aside, words);
  }

  private static void refuseARunningDaemon(ChainFolder repo) {
    if (repo.isInUse()) {
      throw SnapshotProblem.SNAPSHOT_DAEMON_RUNS.because(repo.repo());
    }
  }

  /** The store takes somewhat more than the blocks; compressed ones grow to about twice. */
  private static void refuseTooLittleRoom(ChainFolder beside, Path car) {
    long bytes = car.toFile().length();
    long needed = Zstd.is(car) ? bytes * 5 / 2 : bytes * 6 / 5;
    if (beside.freeBytes() < needed) {
      throw SnapshotProblem.SNAPSHOT_NO_SPACE.because(
          beside.repo(), new ByteSize(needed), new ByteSize(beside.freeBytes()), "import");
    }
  }

  @Override
  public Receipt discard(SnapshotPlan plan, SnapshotFile file) {
    if (!SourceResolver.isUrl(plan.source())) {
      return Receipt.alreadySo("a file of yours is kept: " + file.path());
    }
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("removes " + file.path());
    }
    return downloadOf(plan, Path.of(file.path())).remove()
        ? Receipt.done("removed " + file.path())
        : Receipt.alreadySo(file.path() + " is gone");
  }

  private SnapshotDownload download(SnapshotPlan plan, SnapshotSource source) {
    Fetching fetching = plan.fetching();
    Limits limits = new Limits(fetching.connections(), fetching.bandwidth().bytes());
    return new SnapshotDownload(plan, source, http(plan), patience, limits, pulse);
  }

  private SnapshotDownload downloadOf(SnapshotPlan plan, Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.unpacked\\.car$", "");
    SnapshotSource source = new SnapshotSource(Receipt.alreadySo(""), "file:///" + name, 0, "", "");
    return download(plan, source);
  }

  private Http http(SnapshotPlan plan) {
    return new Http(plan.daemon().access(), patience.silence());
  }

  private static ChainFolder repo(SnapshotPlan plan) {
    return new ChainFolder(Path.of(plan.daemon().repo()));
  }

  private static ImportedChain chain(Receipt receipt) {
    return new ImportedChain(receipt, -1);
  }

  private void reading(long bytes) {
    pulse.accept(new JobProgress("reading", -1, bytes, 0, "bytes", "", 0, Instant.now()));
  }
}
