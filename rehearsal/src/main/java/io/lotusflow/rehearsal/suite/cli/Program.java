package io.lotusflow.rehearsal.suite.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs one command line: finds the command, reads its flags, prints help and errors as urfave/cli
 * does, and gives the exit code: 0, 1 after {@code ERROR: …} on stderr, 3 for a command that does
 * not exist.
 */
public final class Program {
  private final String name;
  private final String versionText;
  private final Commands commands;
  private final Handler handler;
  private final PrintStream out = stream(FileDescriptor.out);
  private final PrintStream err = stream(FileDescriptor.err);

  /** Does what the command says. */
  public interface Handler {
    /**
     * Returns the exit code. A {@link CliException} is reported as an error, an {@link
     * java.io.IOException} with its message.
     */
    int run(String path, Invocation invocation) throws Exception;
  }

  public Program(String name, String versionText, Commands commands, Handler handler) {
    this.name = name;
    this.versionText = versionText;
    this.commands = commands;
    this.handler = handler;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  public int run(String[] args) {
    try {
      return dispatch(List.of(args));
    } catch (CliException e) {
      printError(e.getMessage());
      return e.exitCode();
    } finally {
      out.flush();
    }
  }

  private void printError(String message) {
    err.print("ERROR: " + message + "\n\n");
    err.flush();
  }

  private int dispatch(List<String> words) {
    Commands.Entry entry = commands.find("").orElseThrow();
    Arguments globals = parse(entry, words);
    if (globals.isTrue("version")) {
      out.println(name + " version " + versionText);
      return 0;
    }
    Arguments arguments = globals;
    List<String> rest = globals.positional();
    while (!rest.isEmpty() && !commands.children(entry.path()).isEmpty()) {
      Optional<Commands.Entry> child = commands.find((entry.path() + " " + rest.get(0)).strip());
      if (child.isEmpty()) {
        if (isRunnable(entry)) {
          break;
        }
        return missing(entry, rest.get(0));
      }
      entry = child.get();
      arguments = parse(entry, rest.subList(1, rest.size()));
      rest = arguments.positional();
    }
    if (arguments.isTrue("help") || !isRunnable(entry)) {
      commands.printHelp(out, entry);
      return 0;
    }
    return invoke(entry, new Invocation(globals, arguments, out, err));
  }

  /**
   * A group that does something itself has an argument column, be it a dash: {@code daemon} can be
   * run, {@code chain} cannot.
   */
  private boolean isRunnable(Commands.Entry entry) {
    return commands.children(entry.path()).isEmpty() || !entry.arguments().isEmpty();
  }

  private int missing(Commands.Entry group, String word) {
    if (word.equals("help") || word.equals("h")) {
      commands.printHelp(out, group);
      return 0;
    }
    err.println("No help topic for '" + word + "'");
    return 3;
  }

  private Arguments parse(Commands.Entry entry, List<String> words) {
    try {
      return Arguments.parse(entry, new ArrayList<>(words));
    } catch (Arguments.UsageException e) {
      out.print("Incorrect Usage: " + e.getMessage() + "\n\n");
      commands.printHelp(out, entry);
      out.flush();
      throw new CliException(e.getMessage());
    }
  }

  private int invoke(Commands.Entry entry, Invocation invocation) {
    try {
      return handler.run(entry.path(), invocation);
    } catch (CliException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (Exception e) {
      out.flush();
      printError(e.getMessage() == null ? e.toString() : e.getMessage());
      return 1;
    }
  }
}
