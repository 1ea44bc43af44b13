package io.lotusflow.cli;

import io.lotusflow.watch.Stuck;

/** A workflow that does not go on, in words. */
final class StuckText {

  private final Session session;

  StuckText(Session session) {
    this.session = session;
  }

  String seen(Stuck workflow) {
    return workflow.trouble().seen(session.language());
  }

  String fix(Stuck workflow) {
    return workflow.trouble().fix(session.language()).orElse("");
  }
}
