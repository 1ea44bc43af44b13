package io.lotusflow.cli;

import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostRecord;
import io.lotusflow.fleet.WorkerSigns;
import io.lotusflow.run.HostId;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.temporal.Connection;
import java.time.Duration;
import java.time.Instant;

/** Whether somebody would do the work on a host. */
final class HostWorkers {

  /** After a restart the server has not heard of its workers for a moment. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Session session;
  private final HostClock clock;
  private final Connection connection;
  private final WorkerSigns signs;

  HostWorkers(Session session, Connection connection) {
    this.session = session;
    this.clock = new HostClock(session.home());
    this.connection = connection;
    this.signs = new WorkerSigns(connection, clock);
  }

  /** Waits a little for a worker of that host; complains if there is none. */
  void require(HostId host) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!anyFor(host)) {
      if (Instant.now().isAfter(deadline)) {
        throw none(host);
      }
      Thread.sleep(200);
    }
  }

  private Complaint none(HostId host) {
    boolean here = host.value().equals(session.home().hostId());
    String address = connection.target().address();
    return new Complaint(
        Exit.NO_WORKER,
        session.text("worker.none", host),
        signs
            .lastHeard(host)
            .map(last -> Duration.between(last, clock.serverTime()).toSeconds())
            .map(seconds -> session.text("worker.none.silent", host.taskQueue(), address, seconds))
            .orElseGet(() -> session.text("worker.none.seen", host.taskQueue(), address)),
        here
            ? session.text("worker.none.todo")
            : session.text("worker.none.todo.elsewhere", address));
  }

  boolean anyFor(HostId host) {
    return signs.isThere(host);
  }

  /**
   * Workers that would misread what this lotusflow starts: each of them may be given a run,
   * whatever host it is for.
   */
  void requireNewEnough() {
    requireNoOlder();
    for (HostRecord known : new HostBook(connection.client()).all()) {
      HostFacts host = known.facts();
      if (known.awaySince().isPresent() || host.lotusflow().equals(Version.number())) {
        continue;
      }
      if (host.planFormat() >= PlanFormat.CURRENT) {
        session.sayOnce("worker.skew", host.name(), host.lotusflow(), Version.number());
      } else if (anyFor(host.id())) {
        throw new Complaint(
            Exit.REFUSED,
            session.text("worker.old", host.name(), host.lotusflow()),
            session.text(
                "worker.old.seen", Version.number(), PlanFormat.CURRENT, host.planFormat()),
            session.text("worker.old.todo", host.name()));
      }
    }
  }

  /** Nor is a run told anything that such a worker has never heard of. */
  void requireNoOlder() {
    signs
        .older()
        .ifPresent(
            worker -> {
              throw new Complaint(
                  Exit.REFUSED,
                  session.text("worker.older", worker.machine(), worker.pid()),
                  session.text("worker.older.seen"),
                  session.text("worker.older.todo", WorkerSigns.ASKS_WITHIN.toSeconds()));
            });
  }

  /** For a word to a run, which any worker can hear. */
  void requireAny(HostId host) throws InterruptedException {
    if (!signs.anyHears()) {
      require(host);
    }
  }
}
