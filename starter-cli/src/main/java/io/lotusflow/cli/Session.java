package io.lotusflow.cli;

import io.lotusflow.home.Home;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.process.Redactor;
import io.lotusflow.run.Asked;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.Target;
import io.lotusflow.watch.Paint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One call of the command line: where it runs, what was asked of every command, how it speaks. */
final class Session {

  private final Map<String, String> env;
  private final Home home;
  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Screen screen;
  private final Language language;
  private final GlobalOptions options = new GlobalOptions();
  private final Set<String> said = new HashSet<>();
  private List<String> commandLine = List.of();

  Session(
      Map<String, String> env,
      Home home,
      BufferedReader in,
      PrintWriter out,
      PrintWriter err,
      Screen screen,
      Language language) {
    this.env = Map.copyOf(env);
    this.home = home;
    this.in = in;
    this.out = out;
    this.err = err;
    this.screen = screen;
    this.language = language;
  }

  /** What was typed after the program's name. */
  void called(List<String> arguments) {
    commandLine = List.copyOf(arguments);
  }

  /** Who asks, for the record: no secrets. */
  Asked asked() {
    String who =
        env.getOrDefault("SUDO_USER", System.getProperty("user.name")) + '@' + home.hostId();
    return new Asked(who, Redactor.redact("lotusflow " + String.join(" ", commandLine)));
  }

  Map<String, String> env() {
    return env;
  }

  Home home() {
    return home;
  }

  /** What a person types; empty at the end of the input. */
  Optional<String> readLine() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For data. */
  PrintWriter out() {
    return out;
  }

  /** For messages. */
  PrintWriter err() {
    return err;
  }

  Screen screen() {
    return screen;
  }

  GlobalOptions options() {
    return options;
  }

  Language language() {
    return language;
  }

  /** A text of the bundle {@code cli}. */
  String text(String key, Object... arguments) {
    return Messages.in(language, "cli").text(key, arguments);
  }

  /**
   * What went wrong and what to do, by the texts {@code key}, {@code key.seen} and {@code
   * key.todo}.
   *
   * @param exit of {@link Exit}
   */
  Complaint complaint(int exit, String key, Object... about) {
    return new Complaint(
        exit, text(key, about), text(key + ".seen", about), text(key + ".todo", about));
  }

  boolean hasText(String key) {
    return Messages.in(language, "cli").has(key);
  }

  /** As {@link #say}, but not a second time. */
  void sayOnce(String key, Object... arguments) {
    if (said.add(key + List.of(arguments))) {
      say(key, arguments);
    }
  }

  /** A message, on standard error. */
  void say(String key, Object... arguments) {
    err.println(text(key, arguments));
    err.flush();
  }

  boolean wantsText() {
    return options.output() == GlobalOptions.Format.text;
  }

  Paint outPaint() {
    return paint(screen.outIsTerminal());
  }

  Paint errPaint() {
    return paint(screen.errIsTerminal());
  }

  private Paint paint(boolean terminal) {
    boolean colours =
        switch (options.color()) {
          case always -> true;
          case never -> false;
          case auto -> terminal && env.getOrDefault("NO_COLOR", "").isEmpty();
        };
    return colours ? Paint.ANSI : Paint.NONE;
  }

  Target target() {
    return Target.resolve(home, options.address(), options.namespace(), env);
  }

  /**
   * @throws io.lotusflow.temporal.TemporalUnreachable within seconds
   */
  Connection connect() {
    return Connection.open(Connection.Kind.CLI, target());
  }
}
