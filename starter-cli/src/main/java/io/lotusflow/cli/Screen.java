package io.lotusflow.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where input comes from and output goes.
 *
 * @param inIsTerminal of standard input: a person can be asked
 * @param outIsTerminal of standard output
 * @param errIsTerminal of standard error
 */
record Screen(boolean inIsTerminal, boolean outIsTerminal, boolean errIsTerminal) {

  private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)\\s*");
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  /** A terminal's height and width. */
  record Size(int rows, int columns) {}

  /** As the launcher found it, since Java cannot tell one stream from another. */
  static Screen found(Properties properties, Map<String, String> env) {
    boolean capable = !"dumb".equals(env.getOrDefault("TERM", "dumb"));
    return new Screen(
        isTerminal(properties.getProperty("lotusflow.stdin.terminal"), 0),
        capable && isTerminal(properties.getProperty("lotusflow.stdout.terminal"), 1),
        capable && isTerminal(properties.getProperty("lotusflow.stderr.terminal"), 2));
  }

  /** Without the launcher, as {@code java -jar}, the kernel's name of the file tells. */
  private static boolean isTerminal(String told, int descriptor) {
    if (told != null) {
      return Boolean.parseBoolean(told);
    }
    try {
      Path file = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)));
      return file.startsWith("/dev/pts") || file.toString().matches("/dev/tty\\d+");
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Of the terminal now; 24 × 80 where nobody tells. */
  Size size() {
    if (!outIsTerminal && !errIsTerminal) {
      return new Size(ROWS, COLUMNS);
    }
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      stty.waitFor(1, TimeUnit.SECONDS);
      Matcher size = SIZE.matcher(said);
      return size.matches() && !size.group(2).equals("0")
          ? new Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
          : new Size(ROWS, COLUMNS);
    } catch (IOException e) {
      return new Size(ROWS, COLUMNS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Size(ROWS, COLUMNS);
    }
  }
}
