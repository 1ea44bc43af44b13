package io.lotusflow.cli;

import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostRecord;
import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hosts as people call them: by the names that they were enrolled under, or by their ids. */
final class HostNames {

  private final Session session;

  /** Asked for once, with the first name. */
  private Optional<List<HostRecord>> book = Optional.empty();

  HostNames(Session session) {
    this.session = session;
  }

  /**
   * The host of that name or id. Complains if there is none or more than one: a step for a host
   * that nobody is would wait for ever.
   */
  HostId id(String nameOrId) {
    HostId asId = wellFormed(nameOrId);
    return nameOrId.equals(session.home().hostId()) ? asId : known(asId);
  }

  /** Hosts that belong to the cluster no more. */
  Set<HostId> removed() {
    ensureServer();
    try (Connection connection = session.connect()) {
      return new HostBook(connection.client()).removed();
    }
  }

  private HostId wellFormed(String nameOrId) {
    try {
      return new HostId(nameOrId);
    } catch (IllegalArgumentException notOne) {
      throw session.complaint(Exit.USAGE, "seal-worker.host", nameOrId);
    }
  }

  private HostId known(HostId asId) {
    List<HostRecord> called = HostBook.called(asId.value(), book());
    if (called.size() > 1) {
      throw session.complaint(Exit.USAGE, "host.two", asId);
    }
    if (called.isEmpty() && !isSomebody(asId)) {
      throw session.complaint(Exit.USAGE, "host.nobody", asId);
    }
    return called.stream().findFirst().map(host -> host.facts().id()).orElse(asId);
  }

  private List<HostRecord> book() {
    if (book.isEmpty()) {
      ensureServer();
      try (Connection connection = session.connect()) {
        book = Optional.of(new HostBook(connection.client()).all());
      }
    }
    return book.get();
  }

  private boolean isSomebody(HostId id) {
    try (Connection connection = session.connect()) {
      return new HostWorkers(session, connection).anyFor(id);
    }
  }

  private void ensureServer() {
    try {
      new Supervision(session).ensureServer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
