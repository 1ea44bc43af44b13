package io.lotusflow.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process as the kernel shows it.
 *
 * @param commandLine words separated by spaces
 * @param environment each variable between zero bytes
 */
public record Living(long pid, long parent, String commandLine, String environment) {

  private static final Path PROC = Path.of("/proc");

  /** All that can be read, but for the one that asks. */
  public static List<Living> all() {
    try (Stream<Path> numbers = Files.list(PROC)) {
      return numbers
          .filter(file -> file.getFileName().toString().matches("\\d+"))
          .filter(file -> !file.endsWith(Long.toString(ProcessHandle.current().pid())))
          .map(Living::of)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that know a folder: by their command line, a variable, or where they work. */
  public static List<Living> of(List<Living> all, String folder) {
    return all.stream().filter(process -> process.knows(folder)).toList();
  }

  private static Optional<Living> of(Path process) {
    try {
      String stat = text(process.resolve("stat"));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
      boolean dead = afterName[0].equals("Z");
      return Optional.of(
              new Living(
                  Long.parseLong(process.getFileName().toString()),
                  Long.parseLong(afterName[1]),
                  text(process.resolve("cmdline")).replace('\0', ' ').strip(),
                  '\0' + text(process.resolve("environ"))))
          .filter(any -> !dead);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  public boolean knows(String folder) {
    return commandLine.contains(folder) || environment.contains(folder) || worksIn(folder);
  }

  private boolean worksIn(String folder) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).startsWith(folder);
    } catch (IOException gone) {
      return false;
    }
  }

  /** The value of a variable, or nothing. */
  String variable(String name) {
    int at = environment.indexOf('\0' + name + '=');
    if (at < 0) {
      return "";
    }
    int from = at + name.length() + 2;
    int to = environment.indexOf('\0', from);
    return environment.substring(from, to < 0 ? environment.length() : to);
  }
}
