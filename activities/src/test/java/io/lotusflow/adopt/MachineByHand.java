package io.lotusflow.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A folder that stands for {@code /} of a machine which somebody has set up by hand. What is
 * repository or program lies where the paths say, so they are absolute and below it.
 */
public record MachineByHand(Path root) {

  public MachineByHand {
    write(
        root.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nfil:x:1000:1000::/home/fil:/bin/sh\n");
  }

  public Path write(String file, String text) {
    return write(root.resolve(file), text);
  }

  /** A process as {@code /proc} shows it. */
  public void runs(
      long pid, String exe, List<String> argv, Map<String, String> environment, String unit) {
    Path process = root.resolve("proc/" + pid);
    write(process.resolve("cmdline"), String.join("\0", argv) + '\0');
    write(
        process.resolve("environ"),
        environment.entrySet().stream()
            .map(entry -> entry.getKey() + '=' + entry.getValue() + '\0')
            .collect(Collectors.joining()));
    write(process.resolve("status"), "Name:\tlotus\nPPid:\t1\nUid:\t1000\t1000\t1000\t1000\n");
    write(process.resolve("cgroup"), "0::/system.slice/" + unit + ".service\n");
    try {
      Files.createSymbolicLink(process.resolve("exe"), Path.of(exe));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<FoundService> look() {
    return new FoundServices(root).look();
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
