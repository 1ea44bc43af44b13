package io.lotusflow.schedule;

import io.lotusflow.files.FolderTree;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds out what a condition is about. */
final class Measure {

  private final WorkflowClient client;
  private final Runnable pulse;

  /**
   * @param pulse called again and again while files are counted
   */
  Measure(WorkflowClient client, Runnable pulse) {
    this.client = client;
    this.pulse = pulse;
  }

  /** In the condition's unit. */
  long of(Condition condition, ScheduledPlan plan) {
    Path repo = Path.of(plan.repo());
    try {
      return switch (condition.subject()) {
        case DATASTORE -> FolderTree.bytesIn(repo.resolve("datastore"), pulse);
        case FREE -> Files.getFileStore(existing(repo)).getUsableSpace();
        case AGE -> age(plan);
      };
    } catch (IOException | UncheckedIOException e) {
      throw ScheduleProblem.NOT_MEASURED.because(condition, e);
    }
  }

  /** What never was done is older than anything. */
  private long age(ScheduledPlan plan) {
    Optional<Instant> last = new NodeRuns(client, plan.scope().node()).lastDone(plan.workflow());
    return last.map(done -> Duration.between(done, Instant.now()).toSeconds())
        .orElse(Long.MAX_VALUE);
  }

  private static Path existing(Path path) {
    Path there = path;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }
}
