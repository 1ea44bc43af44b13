package io.lotusflow.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.home.Home;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Temporal server as {@code lotusflow up} starts it, in a home and on ports of its own. */
public final class DevServer {

  private final Path home;
  private final int port;
  private final int uiPort;

  private DevServer(Path home, int port, int uiPort) {
    this.home = home;
    this.port = port;
    this.uiPort = uiPort;
  }

  public static DevServer start(Path folder) throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createSymbolicLink(home.resolve("cache"), Files.createDirectories(cache()));
    DevServer server = new DevServer(home, anyPort(), anyPort());
    server.call("start", "--port=" + server.port, "--ui-port=" + server.uiPort);
    return server;
  }

  public Connection connect() {
    return Connection.open(
        Connection.Kind.CLI,
        Target.resolve(
            new Home(home),
            Optional.of("127.0.0.1:" + port),
            Optional.empty(),
            Map.of("TEMPORAL_CONFIG_FILE", "/dev/null")));
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The same server with the same database on the same ports, after {@link #stop}. */
  public void startAgain() throws IOException, InterruptedException {
    call("start", "--port=" + port, "--ui-port=" + uiPort);
  }

  /** Ends it, with its supervisor. */
  public void stop() throws IOException, InterruptedException {
    call("down");
  }

  private void call(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    line.add("io.lotusflow.worker.UpMain");
    line.addAll(List.of(arguments));
    Path said = home.resolveSibling("up.out");
    ProcessBuilder up =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
    up.environment().put(Home.VARIABLE, home.toString());
    Process process = up.start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }

  /** The server's binary is fetched once for the tests of all modules. */
  private static Path cache() {
    String standard = System.getProperty("user.home") + "/.cache/lotusflow";
    return Path.of(System.getenv().getOrDefault("LOTUSFLOW_TEST_CACHE", standard));
  }

  private static int anyPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
