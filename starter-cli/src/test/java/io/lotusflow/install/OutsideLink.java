package io.lotusflow.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Sees where something leads to, time after time: a link, or what stands in a file. */
final class OutsideLink implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(10);

  private final Path seen;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  OutsideLink(Path seen) {
    this.seen = seen;
    look();
    Thread thread = new Thread(this::poll, "outside-link");
    thread.setDaemon(true);
    thread.start();
  }

  /** In order; the first is where it led to at the beginning. */
  List<String> targets() {
    look();
    return List.copyOf(targets);
  }

  private void poll() {
    while (!over) {
      look();
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private synchronized void look() {
    try {
      String target =
          Files.isSymbolicLink(seen)
              ? Files.readSymbolicLink(seen).toString()
              : Files.readString(seen);
      if (targets.isEmpty() || !targets.get(targets.size() - 1).equals(target)) {
        targets.add(target);
      }
    } catch (IOException between) {
      // Moved into place at this moment.
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
