package io.lotusflow.cli;

import java.util.Locale;

/**
 * A question before something mild. Where nobody can answer, the command itself is the answer; what
 * is severe must not ask in this way.
 */
final class Confirmation {

  private final Session session;

  Confirmation(Session session) {
    this.session = session;
  }

  boolean agreed(String key, Object... arguments) {
    return session.options().yes() || !canAsk() || ask(key, arguments);
  }

  /** As {@link #agreed}, for what must have been said: where nobody can answer, it was not. */
  boolean given(String key, Object... arguments) {
    return session.options().yes() || (canAsk() && ask(key, arguments));
  }

  private boolean canAsk() {
    return !session.options().noInput() && session.screen().inIsTerminal();
  }

  private boolean ask(String key, Object... arguments) {
    session.err().print(session.text(key, arguments) + " [y/N] ");
    session.err().flush();
    return session
        .readLine()
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
        .filter(answer -> answer.startsWith("y"))
        .isPresent();
  }
}
