package io.lotusflow.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What keeps the worker of this host up: a unit where there is systemd and root, else we. */
final class WorkerService {

  private final Session session;

  WorkerService(Session session) {
    this.session = session;
  }

  /** Whether it will be there again after the next boot. */
  boolean outlivesBoot() {
    return Files.isDirectory(Path.of("/run/systemd/system"))
        && System.getProperty("user.name").equals("root");
  }

  /** Starts it for a server elsewhere; one that runs is left alone. */
  void start() throws InterruptedException {
    new Supervision(session)
        .bringUp(
            outlivesBoot()
                ? List.of("service", "install", "--worker-only")
                : List.of("start", "--worker-only"));
  }
}
