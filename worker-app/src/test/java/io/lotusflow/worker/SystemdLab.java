package io.lotusflow.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real systemd in namespaces of its own. Ending it ends all that it started. */
final class SystemdLab implements AutoCloseable {

  private final Path folder;
  private final Process unshare;
  private final long systemd;

  /** How a command in the lab ended. */
  record Answer(int exit, String out) {}

  SystemdLab(Path folder) throws Exception {
    this.folder = folder;
    assumeTrue(
        permitted(), "a private systemd needs root and unshare(1); neither is to be had here");
    Path script = Path.of(SystemdLab.class.getResource("/systemd-lab.sh").toURI());
    this.unshare =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "chmod +x \"$0\" && exec \"$0\" \"$1\"",
                script.toString(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("lab.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(10)).until(() -> unshare.children().findFirst().isPresent());
    this.systemd = unshare.children().findFirst().orElseThrow().pid();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                run(Map.of(), List.of("systemctl", "is-active", "multi-user.target")).exit() == 0);
  }

  private static boolean permitted() {
    try {
      return Files.isExecutable(Path.of("/lib/systemd/systemd"))
          && new ProcessBuilder(
                      "unshare", "--fork", "--pid", "--mount", "--uts", "--ipc", "--cgroup", "true")
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs a command where systemd is process 1. */
  Answer run(Map<String, String> environment, List<String> command) {
    List<String> line =
        new ArrayList<>(List.of("nsenter", "-t", Long.toString(systemd), "-a", "--wd=/"));
    line.addAll(command);
    try {
      Path out = Files.createTempFile(folder, "command", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + line);
      }
      return new Answer(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    unshare.destroyForcibly();
  }
}
