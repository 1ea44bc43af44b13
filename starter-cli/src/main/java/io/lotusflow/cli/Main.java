package io.lotusflow.cli;

import io.lotusflow.home.Home;
import io.lotusflow.messages.Language;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The entry point. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    keepLibrariesQuiet();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Session session =
        new Session(
            System.getenv(),
            Home.ofThisProcess(),
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            out,
            err,
            Screen.found(System.getProperties(), System.getenv()),
            Speech.of(List.of(args), System.getenv()));
    int exit = run(session, args);
    out.flush();
    err.flush();
    System.exit(exit);
  }

  /** What the libraries would log is for the worker's log files, not for who types a command. */
  static void keepLibrariesQuiet() {
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    // Else picocli searches every jar for Groovy.
    System.setProperty("picocli.disable.closures", "true");
  }

  /** One call, from its arguments to its exit code. */
  static int run(Session session, String... args) {
    session.called(List.of(args));
    CommandLine commands = Commands.of(session, List.of(args));
    if (mayShowHelp(args)) { // reading all those words takes longer than most else
      commands.setResourceBundle(help(session.language()));
    }
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Language.class, new LanguageTag())
        .setOut(session.out())
        .setErr(session.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(session, args)))
        .setParameterExceptionHandler(new Complaints(session))
        .setExecutionExceptionHandler(new Complaints(session))
        .execute(args);
  }

  private static boolean mayShowHelp(String... args) {
    return args.length == 0
        || Stream.of(args).anyMatch(arg -> arg.matches("help|--help|-[A-Za-z]*h[A-Za-z]*"));
  }

  private static CommandLine.Help.Ansi ansi(Session session, String... args) {
    boolean wanted =
        session.screen().outIsTerminal()
            && session.env().getOrDefault("NO_COLOR", "").isEmpty()
            && !String.join(" ", args).contains("--color");
    return wanted ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  /** The help texts; picocli finds them by the names of commands and options. */
  static ResourceBundle help(Language language) {
    String name = "/io/lotusflow/messages/cli." + language.tag() + ".properties";
    try (InputStreamReader file =
        new InputStreamReader(Main.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      return new PropertyResourceBundle(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
