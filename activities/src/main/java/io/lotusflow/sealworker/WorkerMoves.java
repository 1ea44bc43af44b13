package io.lotusflow.sealworker;

import io.lotusflow.copy.CopiedFiles;
import io.lotusflow.copy.CopyDiffers;
import io.lotusflow.copy.FileBytes;
import io.lotusflow.copy.FolderCopy;
import io.lotusflow.copy.InBackground;
import io.lotusflow.copy.Pace;
import io.lotusflow.files.Unchecked;
import io.lotusflow.host.Folders;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.WorkerApi;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.storage.Mounts;
import io.lotusflow.storage.StorageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A worker's way from one folder to another. */
final class WorkerMoves {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration OPENS_WITHIN = Duration.ofSeconds(90);
  private static final int PARALLEL = 2;
  private static final long SLACK = 64L << 20;

  /** What a worker makes anew when it starts, and what is the disk's own. */
  private static final Set<Path> NOT_COPIED =
      Set.of(
          Path.of(WorkerStorage.FILE), Path.of("repo.lock"), Path.of("api"), Path.of("lost+found"));

  private final SealWorkers workers;
  private final ServiceActivities services;
  private final Consumer<JobProgress> pulse;

  WorkerMoves(SealWorkers workers, ServiceActivities services, Consumer<JobProgress> pulse) {
    this.workers = workers;
    this.services = services;
    this.pulse = pulse;
  }

  private static String node(SealWorkerPlan plan) {
    return plan.scope().node().value();
  }

  private static SealWorker to(SealWorkerPlan plan) {
    return plan.move().orElseThrow().worker();
  }

  private Journal<MoveJournal> journal(SealWorkerPlan plan) {
    return workers.move(node(plan), plan.worker().name());
  }

  Receipt check(SealWorkerPlan plan) {
    SealWorker before = plan.worker();
    SealWorker after = to(plan);
    Optional<MoveJournal> last = journal(plan).read();
    last.filter(move -> !move.kept().isEmpty())
        .ifPresent(
            move -> {
              throw SealWorkerProblem.SEAL_WORKER_OLD_KEPT.because(before.name(), move.kept());
            });
    refuseOthersFolders(plan);
    requireMounted(after.path());
    boolean again = last.filter(move -> move.isOf(before, after)).isPresent();
    refuseWhatLiesThere(
        Path.of(after.path()),
        name -> name.equals("lost+found") || (again && mayBeOurs(plan, name)));
    return room(plan);
  }

  private static void requireMounted(String path) {
    Mounts.ofThisHost()
        .missingOver(Path.of(path))
        .ifPresent(
            point -> {
              throw SealWorkerProblem.SEAL_WORKER_NOT_MOUNTED.because(path, point);
            });
  }

  private void refuseOthersFolders(SealWorkerPlan plan) {
    Path target = Path.of(to(plan).path());
    List<String> others = new ArrayList<>(plan.miningRepos());
    others.add(plan.worker().path());
    others.addAll(new StorageJson(Path.of(plan.worker().path())).paths());
    if (!plan.miner().isRemote()) {
      others.addAll(new StorageJson(Path.of(plan.miner().repo())).paths());
    }
    for (SealWorker other : workers.onHost()) {
      if (!other.equals(plan.worker()) && !other.equals(to(plan))) {
        others.add(other.path());
        others.addAll(new StorageJson(Path.of(other.path())).paths());
      }
    }
    for (String other : others) {
      Path folder = Path.of(other).normalize();
      if (target.startsWith(folder) || folder.startsWith(target)) {
        throw SealWorkerProblem.SEAL_WORKER_IN_REPOSITORY.because(target, other);
      }
    }
  }

  /** What an earlier attempt may have left; all else is somebody's, and would be lost. */
  private static boolean mayBeOurs(SealWorkerPlan plan, String name) {
    return Files.exists(Path.of(plan.worker().path()).resolve(name))
        || NOT_COPIED.contains(Path.of(name))
        || name.endsWith(FolderCopy.PART)
        || temporary(to(plan)).filter(tmpdir -> tmpdir.startsWith(name)).isPresent();
  }

  private static void refuseWhatLiesThere(Path target, Predicate<String> harmless) {
    if (!Files.isDirectory(target)) {
      return;
    }
    try (Stream<Path> files = Files.list(target)) {
      List<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(harmless.negate())
              .sorted()
              .limit(5)
              .toList();
      if (!there.isEmpty()) {
        throw SealWorkerProblem.SEAL_WORKER_FOREIGN_FILES.because(target, String.join(", ", there));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Receipt room(SealWorkerPlan plan) {
    try {
      Path target = Path.of(to(plan).path());
      ByteSize missing = copy(plan).missing();
      ByteSize needed = new ByteSize(missing.bytes() + SLACK);
      ByteSize free =
          new ByteSize(Files.getFileStore(Folders.nearestThere(target)).getUsableSpace());
      if (free.compareTo(needed) < 0) {
        throw SealWorkerProblem.SEAL_WORKER_NO_ROOM.because(target, needed, free);
      }
      return Receipt.alreadySo("%s to copy, %s free in %s".formatted(missing, free, target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FolderCopy copy(SealWorkerPlan plan) throws IOException {
    Set<Path> without = new HashSet<>(NOT_COPIED);
    temporary(plan.worker()).ifPresent(without::add);
    temporary(to(plan)).ifPresent(without::add);
    Path from = Path.of(plan.worker().path());
    return new FolderCopy(
        Files.exists(from) ? from.toRealPath() : from,
        Path.of(to(plan).path()),
        within -> !without.contains(within),
        new CopiedFiles(workers.copied(node(plan), plan.worker().name())),
        Pace.fast(PARALLEL));
  }

  /** Its TMPDIR, if that lies in its folder: what is in there is worth nothing once it stopped. */
  private static Optional<Path> temporary(SealWorker worker) {
    Path folder = Path.of(worker.path());
    Path tmpdir = Path.of(worker.tmpdir());
    return tmpdir.startsWith(folder) && !tmpdir.equals(folder)
        ? Optional.of(folder.relativize(tmpdir))
        : Optional.empty();
  }

  Receipt copyWhileItWorks(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("copies while it works", command(plan));
    }
    return alone(
        plan,
        () -> {
          FolderCopy copy = copy(plan);
          beating(() -> seen(copy.progress()), () -> copy.copyAndReadBack(false));
          return copied(copy, plan);
        });
  }

  private static String command(SealWorkerPlan plan) {
    return "cp -a %s/. %s/".formatted(plan.worker().path(), to(plan).path());
  }

  private static Receipt copied(FolderCopy copy, SealWorkerPlan plan) {
    ByteSize written = new ByteSize(copy.progress().written());
    String note = "%s of %s".formatted(written, new ByteSize(copy.progress().total()));
    return written.bytes() == 0 ? Receipt.alreadySo(note) : Receipt.done(note, command(plan));
  }

  Receipt copyRest(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("copies what changed, and changes the paths in storage.json");
    }
    return alone(
        plan,
        () -> {
          FolderCopy copy = copy(plan);
          beating(
              () -> seen(copy.progress()),
              () -> {
                requireMounted(plan);
                copy.copy(true);
                requireMounted(plan);
                copy.prune(Path.of(WorkerStorage.FILE));
                Path to = Path.of(to(plan).path());
                new WorkerStorage(Path.of(plan.worker().path())).writeInto(to);
                makeTmpdir(plan);
                return 0;
              });
          return copied(copy, plan);
        });
  }

  private static void requireMounted(SealWorkerPlan plan) {
    requireMounted(plan.worker().path());
    requireMounted(to(plan).path());
  }

  /** Its owner may be another one than who runs this. */
  private static void makeTmpdir(SealWorkerPlan plan) throws IOException {
    Path before = Path.of(plan.worker().tmpdir());
    Path then = Path.of(to(plan).tmpdir());
    if (Files.isDirectory(before) && !Files.exists(then)) {
      Files.createDirectories(then);
      FileBytes.takeOwner(before, then);
    }
  }

  Receipt verify(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("compares both folders");
    }
    return alone(
        plan,
        () -> {
          FolderCopy copy = copy(plan);
          int files = beating(() -> seen(copy.progress()), () -> readBackAndVerify(copy));
          requireSameStorage(plan);
          return Receipt.done("%d files are the same, each read back".formatted(files));
        });
  }

  private static int readBackAndVerify(FolderCopy copy) throws IOException {
    try {
      if (copy.readBack() > 0) {
        copy.copyAndReadBack(true);
      }
      return copy.verify();
    } catch (CopyDiffers other) {
      throw SealWorkerProblem.SEAL_WORKER_COPY_DIFFERS.because(other.folder(), other.within());
    }
  }

  private <T> T beating(Supplier<JobProgress> seen, Callable<T> work) {
    return InBackground.work(() -> pulse.accept(seen.get()), work);
  }

  private static void requireSameStorage(SealWorkerPlan plan) {
    Set<String> before = new WorkerStorage(Path.of(plan.worker().path())).paths().keySet();
    Path to = Path.of(to(plan).path());
    if (!new WorkerStorage(to).paths().keySet().equals(before)) {
      throw SealWorkerProblem.SEAL_WORKER_COPY_DIFFERS.because(to, WorkerStorage.FILE);
    }
  }

  /** Two attempts may be alive at once; the intent is on disk before anything is copied. */
  private <T> T alone(SealWorkerPlan plan, Callable<T> body) {
    Path lock = workers.moveLock(node(plan), plan.worker().name());
    Supplier<T> act =
        () -> {
          MoveJournal intent = new MoveJournal(plan.worker().path(), to(plan).path(), "");
          if (journal(plan).read().filter(intent::equals).isEmpty()) {
            forgetCopied(plan);
            journal(plan).write(intent);
          }
          return Unchecked.call(body);
        };
    return OneAtATime.on(lock, () -> beat("waits for another attempt"), act);
  }

  private void forgetCopied(SealWorkerPlan plan) {
    try {
      Files.deleteIfExists(workers.copied(node(plan), plan.worker().name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobProgress seen(FolderCopy.Progress progress) {
    double percent = progress.total() == 0 ? -1 : 100.0 * progress.done() / progress.total();
    return new JobProgress(
        "copy",
        Math.min(100, percent),
        progress.done(),
        progress.total(),
        "bytes",
        progress.at(),
        0,
        Instant.now());
  }

  private void beat(String line) {
    pulse.accept(JobProgress.of(line, 0, Instant.now()));
  }

  Receipt awaitStorage(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("waits until the miner sees all its storage");
    }
    Map<String, Path> wanted = new WorkerStorage(Path.of(plan.worker().path())).paths();
    Instant until = Instant.now().plus(OPENS_WITHIN);
    Set<String> missing = missing(plan, wanted);
    while (!missing.isEmpty()) {
      if (Instant.now().isAfter(until)) {
        throw SealWorkerProblem.SEAL_WORKER_STORAGE_MISSING.because(
            plan.worker().name(), missing, OPENS_WITHIN.toSeconds());
      }
      beat("waits for storage " + missing);
      Pause.of(BEAT);
      missing = missing(plan, wanted);
    }
    return Receipt.done("the miner sees storage " + String.join(", ", wanted.keySet()));
  }

  /** Ids that the worker has not opened where they should be, or that the miner does not know. */
  private static Set<String> missing(SealWorkerPlan plan, Map<String, Path> wanted) {
    Set<String> missing = new TreeSet<>(wanted.keySet());
    try {
      Map<String, String> opened = WorkerApi.at(plan.worker().api()).paths();
      Set<String> known = MinerApi.at(plan.miner()).storageIds();
      missing.removeIf(
          id ->
              known.contains(id)
                  && opened.containsKey(id)
                  && Path.of(opened.get(id)).normalize().equals(wanted.get(id)));
    } catch (RpcFailed silent) {
      return missing;
    }
    return missing;
  }

  KeptFolder setAside(SealWorkerPlan plan) {
    if (plan.scope().dryRun()) {
      return new KeptFolder(
          Receipt.wouldDo("keeps " + plan.worker().path() + " under another name"), "");
    }
    MoveJournal move = journal(plan).read().orElseThrow();
    LeftFolder left = new LeftFolder(Path.of(move.from()));
    return Unchecked.call(
        () -> {
          Path kept = move.kept().isEmpty() ? left.nameAt(Instant.now()) : Path.of(move.kept());
          journal(plan).write(move.keptAs(kept.toString()));
          left.keepAs(kept);
          forgetCopied(plan);
          return new KeptFolder(Receipt.done("kept as " + kept), kept.toString());
        });
  }

  Receipt dropOld(SealWorkerPlan plan) {
    SealWorker worker = plan.worker();
    MoveJournal move =
        journal(plan)
            .read()
            .filter(last -> !last.kept().isEmpty())
            .orElseThrow(() -> SealWorkerProblem.SEAL_WORKER_NOTHING_KEPT.because(worker.name()));
    Map<String, Path> storage = new WorkerStorage(Path.of(worker.path())).paths();
    boolean proven =
        worker.path().equals(move.to())
            && services.status(plan.service()).running()
            && WorkerApi.at(worker.api()).sessionIfItAnswers().isPresent()
            && missing(plan, storage).isEmpty();
    if (!proven) {
      throw SealWorkerProblem.SEAL_WORKER_NOT_PROVEN.because(worker.name(), move.to(), move.kept());
    }
    String command = "rm -r " + move.kept();
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("deletes " + move.kept(), command);
    }
    Path kept = Path.of(move.kept());
    Unchecked.call(
        () -> {
          beating(
              () -> JobProgress.of("deletes " + kept, 0, Instant.now()),
              () -> {
                new LeftFolder(Path.of(move.from())).delete(kept);
                return 0;
              });
          Files.deleteIfExists(journal(plan).file());
          return 0;
        });
    return Receipt.done(kept + " is deleted", command);
  }
}
