package io.lotusflow.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A question before something mild. Where nobody can answer, the command itself is the answer; what
 * is severe must not ask in this way.
 */
final class Question {

  private final Session session;

  Question(Session session) {
    this.session = session;
  }

  boolean agreed(String key, Object... arguments) {
    boolean unasked = session.options().yes() || session.options().noInput();
    if (unasked || !session.screen().inIsTerminal()) {
      return true;
    }
    session.err().print(session.text(key, arguments) + " [y/N] ");
    session.err().flush();
    String answer = readLine();
    return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** Empty at the end of the input. */
  private static String readLine() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
