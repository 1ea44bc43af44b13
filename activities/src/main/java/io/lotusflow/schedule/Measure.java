package io.lotusflow.schedule;

import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
        case DATASTORE -> bytesIn(repo.resolve("datastore"));
        case FREE -> Files.getFileStore(existing(repo)).getUsableSpace();
        case AGE -> age(plan);
      };
    } catch (IOException e) {
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

  /** Of a living store: files come and go meanwhile. */
  private long bytesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long[] sum = {0};
    Files.walkFileTree(
        folder.toRealPath(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.size();
            pulse.run();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException cutShort) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }
}
