package io.lotusflow.cli;

import io.lotusflow.home.Home;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One call of the command line, with what it printed.
 *
 * @param exit its exit code
 * @param out standard output
 * @param err standard error
 */
public record Cli(int exit, String out, String err) {

  /** In a home of its own, with nothing in the environment and nobody at a terminal. */
  public static Cli call(Path home, String... arguments) {
    return call(home, Map.of("HOME", home.toString()), arguments);
  }

  public static Cli call(Path home, Map<String, String> env, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Session session =
        new Session(
            env,
            new Home(home),
            new BufferedReader(new StringReader("")),
            new PrintWriter(out),
            new PrintWriter(err),
            new Screen(false, false, false),
            Speech.of(List.of(arguments), env));
    int exit = Main.run(session, arguments);
    session.out().flush();
    session.err().flush();
    return new Cli(exit, out.toString(), err.toString());
  }
}
