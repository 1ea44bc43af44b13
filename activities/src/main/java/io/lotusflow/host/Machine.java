package io.lotusflow.host;

import io.lotusflow.process.Command;
import java.nio.file.Path;
import java.util.Map;

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

  /** For the commands that are run on it. */
  public Map<String, String> environment() {
    return Map.of("PATH", path);
  }
}
