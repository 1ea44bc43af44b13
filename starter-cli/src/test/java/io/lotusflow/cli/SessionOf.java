package io.lotusflow.cli;

import io.lotusflow.home.Home;
import io.lotusflow.messages.Language;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** Sessions for tests of what is inside the command line. */
final class SessionOf {

  private SessionOf() {}

  static Session nobody(Path home) {
    return writing(home, new StringWriter(), new StringWriter());
  }

  static Session writing(Path home, StringWriter out, StringWriter err) {
    return new Session(
        Map.of(),
        new Home(home),
        new BufferedReader(Reader.nullReader()),
        new PrintWriter(out),
        new PrintWriter(err),
        new Screen(false, false, false),
        Language.ENGLISH);
  }
}
