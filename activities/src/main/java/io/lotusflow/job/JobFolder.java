package io.lotusflow.job;

import io.lotusflow.files.FolderTree;
import io.lotusflow.process.ProcessId;
import io.lotusflow.process.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that is known of one job: its attempts, numbered from 1, and the lock that its tree holds.
 */
record JobFolder(Path folder) {
  /** In the environment of every process of a job; its value is the job's folder. */
  static final String TAG = "LOTUSFLOW_JOB";

  private static final int ATTEMPTS_KEPT = 3;

  static JobFolder of(Path jobs, JobKey key) {
    return new JobFolder(ofStep(jobs, key.owner(), key.step()).resolve(JobKey.safe(key.inputs())));
  }

  static Path ofStep(Path jobs, String owner, String step) {
    return jobs.resolve(JobKey.safe(owner)).resolve(JobKey.safe(step));
  }

  Path lock() {
    return folder.resolve("lock");
  }

  /** Oldest first. */
  List<Attempt> attempts() {
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d+"))
          .map(Attempt::new)
          .sorted(Comparator.comparingInt(Attempt::number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Attempt> newest() {
    return attempts().stream().reduce((older, newer) -> newer);
  }

  /** A new attempt; of the old ones only the last few are kept. */
  Attempt next() {
    List<Attempt> attempts = attempts();
    attempts.stream()
        .limit(Math.max(0, attempts.size() + 1 - ATTEMPTS_KEPT))
        .forEach(old -> FolderTree.delete(old.folder()));
    int number = newest().map(Attempt::number).orElse(0) + 1;
    Attempt next = new Attempt(folder.resolve(Integer.toString(number)));
    Folders.create(next.folder());
    return next;
  }

  /**
   * The attempt's name as a unit. Two homes on one machine may have workflows of the same name, but
   * there is one systemd.
   */
  String unit(Attempt attempt) {
    Path step = folder.getParent();
    Path owner = step.getParent();
    String home = JobKey.digest(owner.getParent().toString()).substring(0, 4);
    return String.join(
        ".",
        "lotusflow-" + home + '-' + owner.getFileName(),
        step.getFileName().toString(),
        folder.getFileName() + "-" + attempt.number());
  }

  /** Everything that this job has started; {@code boot} is the id of the current one. */
  ProcessTree tree(String boot) {
    Optional<ProcessId> leader =
        newest().flatMap(Attempt::process).filter(process -> process.alive(boot));
    return new ProcessTree(TAG, folder.toString(), Optional.of(lock()), leader);
  }
}
