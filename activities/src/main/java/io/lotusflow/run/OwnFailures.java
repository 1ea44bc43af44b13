package io.lotusflow.run;

import io.temporal.activity.ActivityInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each scheduled step of this host has failed by itself, over all its attempts and
 * workers: a file per step that has, with the number in it.
 */
final class OwnFailures {

  private static final Logger log = LoggerFactory.getLogger(OwnFailures.class);

  /** A step that was cancelled leaves its number behind. */
  private static final Duration KEEP = Duration.ofDays(40);

  private final Path folder;

  OwnFailures(Path folder) {
    this.folder = folder;
    sweep();
  }

  /**
   * Counts one more, and returns how many there are now. Without room for the number, the server's
   * own count of attempts has to do: too early is better than never.
   */
  synchronized int another(ActivityInfo step) {
    try {
      int times = counted(step) + 1;
      Files.createDirectories(folder);
      Path fresh = folder.resolve(name(step) + ".new");
      Files.writeString(fresh, Integer.toString(times));
      Files.move(fresh, folder.resolve(name(step)), StandardCopyOption.ATOMIC_MOVE);
      return times;
    } catch (IOException e) {
      log.warn("failures not counted step={}", step.getActivityType(), e);
      return step.getAttempt();
    }
  }

  /** It is done, or given up. */
  synchronized void forget(ActivityInfo step) {
    try {
      Files.deleteIfExists(folder.resolve(name(step)));
    } catch (IOException e) {
      log.warn("failures not forgotten step={}", step.getActivityType(), e);
    }
  }

  private int counted(ActivityInfo step) throws IOException {
    try {
      return Integer.parseInt(Files.readString(folder.resolve(name(step))).strip());
    } catch (NoSuchFileException | NumberFormatException none) {
      return 0;
    }
  }

  /** The same for all attempts; another for a step that is scheduled again when it was resumed. */
  private static String name(ActivityInfo step) {
    return step.getWorkflowRunId() + '.' + step.getActivityId();
  }

  private void sweep() {
    Instant oldest = Instant.now().minus(KEEP);
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      log.warn("old failures not deleted folder={}", folder, e);
    }
  }
}
