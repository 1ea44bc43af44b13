package io.lotusflow.production;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.install.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Temporal on PostgreSQL with mutual TLS, as {@code bench/production/server} makes it: the first
 * time it builds the server, which takes a quarter of an hour.
 */
final class ProductionServer implements AutoCloseable {

  private static final int PG_PORT = 16_452;
  private static final int PORT = 16_453;

  /** Without their last digit. */
  private static final String INNER_PORTS = "1646";

  private static final long TO_BUILD_MINUTES = 60;

  private final Path folder;

  private ProductionServer(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder of its own; another user, as whom PostgreSQL runs, must get in
   */
  static ProductionServer start(Path folder) {
    ProductionServer server = new ProductionServer(folder);
    server.script("start");
    return server;
  }

  int port() {
    return PORT;
  }

  /** Lets an operator's home use it, through another port if there is something between. */
  void joinedBy(Operator operator, int port) {
    try {
      String configuration = Files.readString(folder.resolve("temporal.toml"));
      Files.createDirectories(
          operator.state(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path file = operator.state().resolve("temporal.toml");
      Files.writeString(file, configuration.replace(":" + PORT, ":" + port));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Path configuration() {
    return folder.resolve("temporal.toml");
  }

  /** PostgreSQL and all that it started stand still: nobody gets an answer, nobody hears of it. */
  void hold() {
    signal("-STOP");
  }

  void letGo() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      long postmaster = Long.parseLong(Files.readString(folder.resolve("postgresql.pid")).strip());
      ProcessHandle.of(postmaster)
          .orElseThrow()
          .descendants()
          .forEach(process -> kill(signal, process.pid()));
      kill(signal, postmaster);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void kill(String signal, long pid) {
    run(List.of("kill", signal, Long.toString(pid)), Path.of("/dev/null"));
  }

  @Override
  public void close() {
    script("stop");
  }

  private void script(String word) {
    Path said = folder.resolve("script.log");
    int exit =
        run(
            List.of(tree().resolve("bench/production/server").toString(), word, folder.toString()),
            said);
    try {
      assertThat(exit).as(Files.readString(said)).isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int run(List<String> command, Path said) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
      builder.environment().put("PG_PORT", Integer.toString(PG_PORT));
      builder.environment().put("TEMPORAL_PORT", Integer.toString(PORT));
      builder.environment().put("TEMPORAL_INNER_PORTS", INNER_PORTS);
      Process process = builder.start();
      assertThat(process.waitFor(TO_BUILD_MINUTES, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Path tree() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("bench"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
