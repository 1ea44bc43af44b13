package io.lotusflow.host;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a machine keeps what we read and change; a test has one of its own.
 *
 * @param root in which {@code etc} and {@code proc} lie
 * @param path where programs are looked for
 */
public record Machine(Path root, String path) {

  public static Machine ofThisProcess() {
    return new Machine(Path.of("/"), Command.BASE_ENVIRONMENT.getOrDefault("PATH", "/usr/bin"));
  }

  Path fstab() {
    return root.resolve("etc/fstab");
  }

  Path swaps() {
    return root.resolve("proc/swaps");
  }

  Path osRelease() {
    return root.resolve("etc/os-release");
  }

  /**
   * A line of {@code /proc/meminfo}; nothing where there is no such line. The kernel's count is a
   * little short of what is built in: a 64-GiB machine shows 62.7.
   */
  public ByteSize memory(String name) {
    try (Stream<String> lines = Files.lines(root.resolve("proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> new ByteSize(Long.parseLong(line.replaceAll("\\D", "")) << 10))
          .findFirst()
          .orElse(new ByteSize(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the commands that are run on it. */
  public Map<String, String> environment() {
    return Map.of("PATH", path);
  }
}
