package io.lotusflow.cli;

import io.lotusflow.fleet.HostBook;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.TemporalUnreachable;

/** Hosts by the names that they were enrolled under. */
final class KnownHosts {

  private KnownHosts() {}

  /** The id of the host with that name; what is no name of a known host is taken for an id. */
  static String idOf(Session session, String nameOrId) {
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
