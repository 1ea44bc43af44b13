package io.lotusflow.cli;

import io.lotusflow.lotus.Journal;
import io.lotusflow.messages.Nearest;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.WorkersPlan;
import io.lotusflow.sealworker.WorkersPlan.PlannedWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a plan for seal workers is kept until they are added. */
final class WorkersPlanFile {

  private final Session session;
  private final Path file;

  WorkersPlanFile(Session session, Path file) {
    this.session = session;
    this.file = file.toAbsolutePath().normalize();
  }

  Path path() {
    return file;
  }

  /** Whole or not at all; a plan is replaced only if that is agreed to, and anything else never. */
  void write(WorkersPlan plan) {
    if (there().isPresent() && !new Confirmation(session).given("seal-worker.plan.replace", file)) {
      throw session.complaint(Exit.USAGE, "seal-worker.plan.there", file);
    }
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal().write(plan);
  }

  /**
   * The planned worker of that name.
   *
   * @param host for which it must have been planned; empty for this one
   */
  SealWorker worker(String name, String host) {
    WorkersPlan plan = read();
    if (!plan.host().equals(host)) {
      throw session.complaint(Exit.USAGE, "seal-worker.plan.host", file);
    }
    return plan.worker(name).orElseThrow(() -> unknown(name, plan));
  }

  private WorkersPlan read() {
    return there().orElseThrow(() -> session.complaint(Exit.USAGE, "seal-worker.plan.none", file));
  }

  private Optional<WorkersPlan> there() {
    try {
      return journal().read();
    } catch (UncheckedIOException notOurs) {
      throw session.complaint(Exit.USAGE, "seal-worker.plan.foreign", file);
    }
  }

  private Journal<WorkersPlan> journal() {
    return new Journal<>(file, WorkersPlan.class);
  }

  private Complaint unknown(String name, WorkersPlan plan) {
    List<String> names =
        plan.workers().stream().map(PlannedWorker::worker).map(SealWorker::name).toList();
    return new Complaint(
        Exit.USAGE,
        session.text("seal-worker.plan.unknown", name, file),
        session.text("seal-worker.plan.unknown.seen", String.join(", ", names)),
        Nearest.to(name, names)
            .map(near -> session.text("schedule.did-you-mean", near))
            .orElseGet(() -> session.text("seal-worker.plan.unknown.todo")));
  }
}
