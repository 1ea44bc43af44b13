package io.lotusflow.cli;

import io.lotusflow.fleet.HostBook;
import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.TemporalUnreachable;

/** Hosts as people call them: by the names that they were enrolled under, or by their ids. */
final class HostNames {

  private HostNames() {}

  /** What is no name of a known host is taken for an id; complains of what cannot be one. */
  static HostId id(Session session, String nameOrId) {
    String id = nameOrId.equals(session.home().hostId()) ? nameOrId : known(session, nameOrId);
    try {
      return new HostId(id);
    } catch (IllegalArgumentException notOne) {
      throw new Complaint(
          Exit.USAGE,
          session.text("seal-worker.host", nameOrId),
          session.text("seal-worker.host.seen", nameOrId),
          session.text("seal-worker.host.todo", nameOrId));
    }
  }

  private static String known(Session session, String nameOrId) {
    try (Connection connection = session.connect()) {
      return new HostBook(connection.client())
          .find(nameOrId)
          .map(host -> host.facts().id().value())
          .orElse(nameOrId);
    } catch (TemporalUnreachable notUpYet) {
      return nameOrId;
    }
  }
}
