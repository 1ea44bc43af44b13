package io.lotusflow.cli;

import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostRecord;
import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import java.util.List;

/** Hosts as people call them: by the names that they were enrolled under, or by their ids. */
final class HostNames {

  private HostNames() {}

  /**
   * The host of that name or id. Complains if there is none or more than one: a step for a host
   * that nobody is would wait for ever.
   */
  static HostId id(Session session, String nameOrId) {
    HostId asId = wellFormed(session, nameOrId);
    return nameOrId.equals(session.home().hostId()) ? asId : known(session, asId);
  }

  private static HostId wellFormed(Session session, String nameOrId) {
    try {
      return new HostId(nameOrId);
    } catch (IllegalArgumentException notOne) {
      throw session.complaint(Exit.USAGE, "seal-worker.host", nameOrId);
    }
  }

  private static HostId known(Session session, HostId asId) {
    ensureUp(session);
    try (Connection connection = session.connect()) {
      List<HostRecord> called = new HostBook(connection.client()).called(asId.value());
      if (called.size() > 1) {
        throw session.complaint(Exit.USAGE, "host.two", asId);
      }
      if (called.isEmpty() && !new HostWorkers(session, connection).anyFor(asId)) {
        throw session.complaint(Exit.USAGE, "host.nobody", asId);
      }
      return called.stream().findFirst().map(host -> host.facts().id()).orElse(asId);
    }
  }

  private static void ensureUp(Session session) {
    try {
      new Supervision(session).ensureServer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
