package io.lotusflow.worker;

import static org.awaitility.Awaitility.await;

import io.lotusflow.server.EmbeddedServer;
import io.lotusflow.server.TemporalBinary;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.ServerHealth;
import io.lotusflow.temporal.Target;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A server alone, as it is before anybody set it up. */
public final class EmptyServer implements AutoCloseable {

  private final EmbeddedServer server;
  private final Process process;

  public EmptyServer(Path folder) throws IOException {
    try (ServerSocket api = UpProcess.anyPort();
        ServerSocket ui = UpProcess.anyPort()) {
      server =
          new EmbeddedServer(
              UpProcess.BINARY,
              folder.resolve("temporal.db"),
              api.getLocalPort(),
              ui.getLocalPort());
    }
    process =
        new ProcessBuilder(server.commandLine())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    try (Connection connection = connect(Connection.Kind.WORKER)) {
      ServerHealth health = new ServerHealth(connection.stubs());
      await().atMost(Duration.ofSeconds(30)).until(health::serving);
    }
  }

  public String address() {
    return server.address();
  }

  public TemporalBinary binary() {
    return server.binary();
  }

  public Connection connect() {
    return connect(Connection.Kind.CLI);
  }

  private Connection connect(Connection.Kind kind) {
    return Connection.open(
        kind,
        Target.resolve(
            new io.lotusflow.home.Home(Path.of("/nowhere")),
            Optional.of(server.address()),
            Optional.empty(),
            Map.of()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
