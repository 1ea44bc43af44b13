package io.lotusflow.chain;

import io.lotusflow.job.JobProgress;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A snapshot that lies on a disk of this machine: it is read once, and used where it lies. */
final class LocalSnapshot {
  private final Path file;
  private final Consumer<JobProgress> pulse;

  LocalSnapshot(Path file, Consumer<JobProgress> pulse) {
    this.file = file;
    this.pulse = pulse;
  }

  SnapshotFile prove(SnapshotPlan plan, SnapshotSource source) {
    State before = state();
    AtomicLong read = new AtomicLong();
    Instant began = Instant.now();
    Verdict verdict =
        WhileBeating.call(
            () ->
                pulse.accept(
                    new JobProgress(
                        "reading",
                        100.0 * read.get() / Math.max(1, before.bytes()),
                        read.get(),
                        before.bytes(),
                        "bytes",
                        "",
                        0,
                        began)),
            () -> read(Proof.of(plan, source), read));
    if (!state().equals(before)) {
      throw SnapshotProblem.SNAPSHOT_CHANGES.because(file);
    }
    if (!verdict.isSound()) {
      throw Proof.problem(file, verdict);
    }
    String note = "a file of yours: " + file + ", " + Proof.note(verdict, source);
    return new SnapshotFile(
        Receipt.alreadySo(note),
        file.toString(),
        verdict.bytes(),
        verdict.sha256(),
        Optional.of(verdict));
  }

  private record State(long bytes, FileTime modified) {}

  private State state() {
    try {
      return new State(Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Verdict read(Proof proof, AtomicLong read) {
    try (InputStream in = Files.newInputStream(file)) {
      return proof.read(in, read::set);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
