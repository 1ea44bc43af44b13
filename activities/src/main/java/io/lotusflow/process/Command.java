package io.lotusflow.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A short command: one argument, one element; no shell.
 *
 * @param timeout after this its whole process tree is ended and {@link CommandFailed} thrown
 * @param okExits exit codes that are not a failure
 * @param environment all of it: nothing is inherited
 * @param input what it reads on standard input; nothing of it is ever printed
 * @param asRoot run through {@code sudo -n} where we are not root, which drops the environment; of
 *     a shape that {@link RootActs} knows
 */
public record Command(
    List<String> argv,
    Duration timeout,
    Set<Integer> okExits,
    Map<String, String> environment,
    Optional<Path> workingDirectory,
    Optional<String> input,
    boolean asRoot) {

  /**
   * What every process we start is given: no more than a login shell's idea of a path, home and
   * encoding.
   */
  public static final Map<String, String> BASE_ENVIRONMENT =
      Map.of(
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "HOME", System.getProperty("user.home"),
          "LANG", "C.UTF-8");

  public Command {
    argv = List.copyOf(argv);
    okExits = Set.copyOf(okExits);
    environment = Map.copyOf(environment);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }

  public static Command of(Duration timeout, String... argv) {
    return of(timeout, List.of(argv));
  }

  public static Command of(Duration timeout, List<String> argv) {
    return new Command(
        argv, timeout, Set.of(0), BASE_ENVIRONMENT, Optional.empty(), Optional.empty(), false);
  }

  /** The same with another timeout. */
  public Command lasting(Duration atMost) {
    return new Command(argv, atMost, okExits, environment, workingDirectory, input, asRoot);
  }

  public Command in(Path directory) {
    return new Command(argv, timeout, okExits, environment, Optional.of(directory), input, asRoot);
  }

  /** With these variables more, or other values for what is there. */
  public Command with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new Command(argv, timeout, okExits, all, workingDirectory, input, asRoot);
  }

  /** Takes these exit codes for success, and no others. */
  public Command accepting(Integer... codes) {
    return new Command(argv, timeout, Set.of(codes), environment, workingDirectory, input, asRoot);
  }

  public Command reading(String text) {
    return new Command(
        argv, timeout, okExits, environment, workingDirectory, Optional.of(text), asRoot);
  }

  public Command withRoot() {
    return new Command(argv, timeout, okExits, environment, workingDirectory, input, true);
  }

  /** As an operator would read it; quoted where needed, redacted, and not meant for a shell. */
  @Override
  public String toString() {
    return Redactor.redact(String.join(" ", argv.stream().map(Command::quoted).toList()));
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_@%+=:,./~^-]+") ? argument : '\'' + argument + '\'';
  }
}
