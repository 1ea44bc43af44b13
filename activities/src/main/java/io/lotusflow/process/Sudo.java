package io.lotusflow.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a plain user does what only root may: through {@code sudo -n}, which never asks for a
 * password. What is run is one of {@link RootActs}, by its absolute path and without variables, so
 * that sudoers can name it.
 */
public final class Sudo {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final Duration QUICK = Duration.ofSeconds(5);

  /** What {@code systemctl start} ends with. */
  private static final int NO_SUCH_UNIT = 5;

  private Sudo() {}

  public static boolean needed() {
    return !ROOT;
  }

  /** The same command, run as root. Its environment is what {@code sudo} gives it. */
  public static List<String> prefix(List<String> argv) {
    RootActs.require(argv);
    return needed() ? line(List.of("-n"), argv) : argv;
  }

  /**
   * How a transient unit begins, for {@code Command.withRoot}. The user is named first: what
   * sudoers compare then names no other one.
   */
  public static List<String> transientUnit() {
    List<String> argv = new ArrayList<>(List.of("systemd-run"));
    if (needed()) {
      argv.add("--property=User=" + System.getProperty("user.name"));
    }
    argv.addAll(List.of("--quiet", "--collect"));
    return argv;
  }

  private static List<String> line(List<String> options, List<String> argv) {
    List<String> line = new ArrayList<>(List.of("sudo"));
    line.addAll(options);
    line.add(program(argv.get(0)));
    line.addAll(argv.subList(1, argv.size()));
    return line;
  }

  /** Where it lies; what is not here is refused by name. */
  static String program(String name) {
    Map<String, String> environment = Command.BASE_ENVIRONMENT;
    return Executables.find(name, environment).map(Object::toString).orElse("/usr/bin/" + name);
  }

  /**
   * Whether that may be done as root without a password. Asked first, then tried with something
   * that changes nothing: {@code sudo -n -l} says yes also to what takes a password, once anything
   * of this user takes none.
   */
  public static boolean allows(RootAct.Need need) {
    if (!needed()) {
      return true;
    }
    try {
      return succeeds(line(List.of("-n", "-l"), RootActs.example(need)))
          && succeeds(trial(need, System.getProperty("user.name")));
    } catch (CommandFailed noSudo) {
      return false;
    }
  }

  private static boolean succeeds(List<String> line) {
    int exit = new Programs().run(Command.of(QUICK, line).accepting(0, 1, NO_SUCH_UNIT)).exit();
    return exit == 0 || exit == NO_SUCH_UNIT;
  }

  /** Without what {@code sudo} remembers of a password that was given a moment ago. */
  static List<String> trial(RootAct.Need need, String user) {
    return line(List.of("-k", "-n"), RootActs.trial(need, user));
  }

  /** A process of the tree may have become root's by itself calling {@code sudo}. */
  static void signal(long pid, String name) {
    try {
      new Programs()
          .run(
              Command.of(QUICK, "kill", "-" + name, Long.toString(pid)).accepting(0, 1).withRoot());
    } catch (CommandFailed noSudo) {
      // Tried again at the next look, for as long as the process lives.
    }
  }
}
