package io.lotusflow.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a plain user does what only root may: through {@code sudo -n}, which never asks for a
 * password.
 */
public final class Sudo {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private Sudo() {}

  public static boolean needed() {
    return !ROOT;
  }

  /** The same command, run as root, with its environment: {@code sudo} would drop it. */
  public static List<String> prefix(List<String> argv, Map<String, String> environment) {
    if (!needed()) {
      return argv;
    }
    List<String> line = new ArrayList<>(List.of("sudo", "-n", "env"));
    new TreeMap<>(environment).forEach((name, value) -> line.add(name + '=' + value));
    line.addAll(argv);
    return line;
  }

  /** Whether root may be had without a password. */
  public static boolean possible() {
    try {
      return !needed()
          || new Programs()
                  .run(Command.of(Duration.ofSeconds(5), "sudo", "-n", "true").accepting(0, 1))
                  .exit()
              == 0;
    } catch (CommandFailed noSudo) {
      return false;
    }
  }

  /** A process of the tree may have become root's by itself calling {@code sudo}. */
  static void signal(long pid, String name) {
    try {
      new Programs()
          .run(
              Command.of(Duration.ofSeconds(5), "kill", "-" + name, Long.toString(pid))
                  .accepting(0, 1)
                  .withRoot());
    } catch (CommandFailed noSudo) {
      // Tried again at the next look, for as long as the process lives.
    }
  }
}
