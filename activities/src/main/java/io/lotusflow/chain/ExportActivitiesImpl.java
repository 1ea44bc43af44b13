package io.lotusflow.chain;

import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exports by {@code lotus chain export}, whose exit code says little. */
public final class ExportActivitiesImpl implements ExportActivities {
  private static final Logger log = LoggerFactory.getLogger(ExportActivitiesImpl.class);
  private static final String WRITE = "Export.Write";

  private final Jobs jobs;
  private final JobSteps steps;
  private final Consumer<JobProgress> pulse;

  public ExportActivitiesImpl(Jobs jobs, JobSteps steps, Consumer<JobProgress> pulse) {
    this.jobs = jobs;
    this.steps = steps;
    this.pulse = pulse;
  }

  @Override
  public ExportDraft look(ExportPlan plan) {
    return WhileBeating.call(
        pulse, "looking at node and disk", () -> new ExportLook(plan).look(() -> {}));
  }

  @Override
  public WrittenExport write(ExportPlan plan, ExportDraft draft) {
    ExportFolder folder = new ExportFolder(plan);
    Path car = folder.car(draft);
    Lotus lotus = new Lotus(Path.of(plan.daemon().binary()), plan.daemon().api());
    JobSpec job =
        lotus.exportChain(
            steps.key(car), draft.height(), plan.recentStateRoots(), plan.skipOldMessages(), car);
    String command = "LOTUS_PATH=" + plan.daemon().repo() + ' ' + String.join(" ", job.argv());
    if (plan.scope().dryRun()) {
      return new WrittenExport(Receipt.wouldDo("writes " + car, command), car.toString(), 0);
    }
    JobExit exit = run(job.asGuest(), folder, car);
    long bytes = car.toFile().length();
    if (!exit.succeeded() || bytes == 0) {
      jobs.forget(job.key());
      throw failed(folder, car, exit);
    }
    log.info("chain exported height={} bytes={} took={}", draft.height(), bytes, exit.took());
    String note =
        "%s, height %d, in %d s"
            .formatted(new ByteSize(bytes), draft.height(), exit.took().toSeconds());
    return new WrittenExport(Receipt.done(note, command), car.toString(), bytes);
  }

  private JobExit run(JobSpec job, ExportFolder folder, Path car) {
    Optional<JobExit> ended =
        steps.runUntil(job, before -> writing(car, before), () -> folder.room() < 0);
    if (ended.isEmpty()) {
      steps.stop(WRITE);
      throw full(folder, car);
    }
    return ended.get();
  }

  private static JobProgress writing(Path car, JobProgress before) {
    return new JobProgress(
        "exporting",
        -1,
        car.toFile().length(),
        0,
        "bytes",
        before.lastLine(),
        before.pid(),
        before.startedAt());
  }

  private static RuntimeException failed(ExportFolder folder, Path car, JobExit exit) {
    ImportLog said = ImportLog.read(exit.log());
    if (said.saysDiskFull()) {
      return full(folder, car);
    }
    delete(car);
    return ExportProblem.EXPORT_FAILED.withLog(
        exit.lastLines(), exit.code(), said.error().orElse(""), exit.log());
  }

  /** Nothing half written stays on a full disk. */
  private static RuntimeException full(ExportFolder folder, Path... files) {
    long bytes = 0;
    for (Path file : files) {
      bytes += file.toFile().length();
      delete(file);
    }
    return ExportProblem.EXPORT_DISK_FULL.because(
        folder.path(), new ByteSize(bytes), new ByteSize(Math.max(0, folder.room())));
  }

  @Override
  public WrittenExport pack(ExportPlan plan, ExportDraft draft) {
    ExportFolder folder = new ExportFolder(plan);
    Path car = folder.car(draft);
    Path ready = folder.ready(draft);
    String command = "zstd --rm %s -o %s".formatted(car, ready);
    if (plan.scope().dryRun()) {
      return new WrittenExport(Receipt.wouldDo("compresses it", command), ready.toString(), 0);
    }
    if (!Files.exists(ready)) {
      pack(folder, car, folder.packing(draft), ready);
    }
    delete(car);
    long bytes = ready.toFile().length();
    return new WrittenExport(
        Receipt.done("compressed to " + new ByteSize(bytes)), ready.toString(), bytes);
  }

  private void pack(ExportFolder folder, Path car, Path packing, Path ready) {
    Instant began = Instant.now();
    long total = car.toFile().length();
    try {
      Packing.pack(
          car,
          packing,
          bytes -> {
            if (folder.room() < 0) {
              throw full(folder, packing, car);
            }
            pulse.accept(reading("compressing", bytes, total, began));
          });
      Files.move(packing, ready, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No space left")) {
        throw full(folder, packing, car);
      }
      throw new UncheckedIOException(e);
    }
  }

  private static JobProgress reading(String what, long done, long total, Instant began) {
    double percent = 100.0 * done / Math.max(1, total);
    return new JobProgress(what, percent, done, total, "bytes", "", 0, began);
  }

  @Override
  public ProvenExport verify(ExportPlan plan, ExportDraft draft) {
    Path file = new ExportFolder(plan).ready(draft);
    String command = "lotusflow snapshot verify " + file;
    if (plan.scope().dryRun()) {
      return new ProvenExport(Receipt.wouldDo("reads it, every block", command), Optional.empty());
    }
    Verdict verdict = read(plan, file);
    new ExportVerdict(plan, draft, file)
        .problem(verdict)
        .ifPresent(
            problem -> {
              throw problem;
            });
    SnapshotContents contents = verdict.contents();
    String note =
        "%d blocks, %d headers down to genesis, %d of them with messages, %d state roots"
            .formatted(
                contents.blocks(),
                contents.headers(),
                contents.headersWithMessages(),
                contents.stateRoots());
    return new ProvenExport(Receipt.done(note), Optional.of(verdict));
  }

  private Verdict read(ExportPlan plan, Path file) {
    AtomicLong read = new AtomicLong();
    Instant began = Instant.now();
    long total = file.toFile().length();
    return WhileBeating.call(
        () -> pulse.accept(reading("reading", read.get(), total, began)),
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            return Proof.ofExport(plan.daemon()).read(in, read::set);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public ExportedSnapshot publish(ExportPlan plan, ExportDraft draft, ProvenExport proven) {
    ExportFolder folder = new ExportFolder(plan);
    Path target = folder.target(draft);
    if (plan.scope().dryRun()) {
      Receipt receipt =
          Receipt.wouldDo(
              "names it, with checksum and note beside it",
              "mv %s %s".formatted(folder.ready(draft), target));
      return new ExportedSnapshot(
          receipt, Optional.empty(), target.toString(), 0, "", draft.height());
    }
    Verdict verdict = proven.verdict().orElseThrow();
    String owner = Activity.getExecutionContext().getInfo().getWorkflowId();
    Publishing publishing = new Publishing(folder, draft, verdict);
    boolean now =
        WhileBeating.call(pulse, "writing it through to the disk", () -> publishing.publish(owner));
    log.info("snapshot exported file={} bytes={}", target, verdict.bytes());
    String note =
        "%s, %s, sha256 %s".formatted(target, new ByteSize(verdict.bytes()), verdict.sha256());
    return new ExportedSnapshot(
        now ? Receipt.done(note).undoneBy("rm " + target + '*') : Receipt.alreadySo(note),
        Optional.empty(),
        target.toString(),
        verdict.bytes(),
        verdict.sha256(),
        draft.height());
  }

  @Override
  public Receipt retain(ExportPlan plan, ExportedSnapshot newest) {
    if (plan.keep() == 0) {
      return Receipt.alreadySo("all exports are kept");
    }
    ExportFolder folder = new ExportFolder(plan);
    boolean dry = plan.scope().dryRun();
    List<Path> old = folder.exports().stream().skip(dry ? plan.keep() - 1 : plan.keep()).toList();
    if (old.isEmpty()) {
      return Receipt.alreadySo("no more than %d are there".formatted(plan.keep()));
    }
    String[] commands = old.stream().map(file -> "rm " + file + '*').toArray(String[]::new);
    if (dry) {
      return Receipt.wouldDo("the newest %d stay".formatted(plan.keep()), commands);
    }
    old.forEach(folder::delete);
    log.info("old exports deleted files={}", old);
    return Receipt.done("the newest %d stay".formatted(plan.keep()), commands);
  }

  @Override
  public Receipt discard(ExportPlan plan) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("removes what is half written");
    }
    List<Path> left = new ExportFolder(plan).leftovers();
    left.forEach(ExportActivitiesImpl::delete);
    return left.isEmpty()
        ? Receipt.alreadySo("nothing is half written")
        : Receipt.done("removed " + left);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
