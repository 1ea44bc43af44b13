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
    Supervision.Answer answer =
        new Supervision(session)
            .run(
                outlivesBoot()
                    ? List.of("service", "install", "--worker-only")
                    : List.of("start", "--worker-only"));
    if (answer.exit() != 0) {
      throw new Complaint(
          answer.exit(),
          session.text("up.failed"),
          answer.refusal(),
          session.text("up.failed.todo", session.home().logs()));
    }
  }
}
