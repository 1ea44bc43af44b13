package io.lotusflow.cli;

import io.lotusflow.run.HostId;

/** Hosts as people call them. */
final class HostNames {

  private HostNames() {}

  /** Complains of what cannot be a host. */
  static HostId id(Session session, String name) {
    try {
      return new HostId(name);
    } catch (IllegalArgumentException notOne) {
      throw new Complaint(
          Exit.USAGE,
          session.text("seal-worker.host", name),
          session.text("seal-worker.host.seen", name),
          session.text("seal-worker.host.todo", name));
    }
  }
}
