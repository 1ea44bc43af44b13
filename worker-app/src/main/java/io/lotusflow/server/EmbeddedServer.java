package io.lotusflow.server;

import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.host.TcpPort;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Temporal's development server with its database in one file, on loopback only: it knows no
 * passwords.
 *
 * @param binary what is started
 * @param database the SQLite file, made at the first start
 * @param port of the gRPC API
 * @param uiPort of the user interface
 * @param codec where the user interface lets payloads be decrypted
 */
public record EmbeddedServer(
    TemporalBinary binary, Path database, int port, int uiPort, Optional<String> codec) {

  public static final int DEFAULT_PORT = 7233;
  public static final int DEFAULT_UI_PORT = 8233;

  /**
   * Where a server of this home listened before.
   *
   * @param api gRPC
   * @param ui HTTP
   */
  public record Ports(int api, int ui) {

    /** Absent if another cluster was used. */
    public static Optional<Ports> of(UpState state) {
      return state.ui().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Ports(
                  URI.create("http://" + state.address()).getPort(),
                  URI.create(state.ui()).getPort()));
    }
  }

  private static final String LOOPBACK = "127.0.0.1";

  public EmbeddedServer(TemporalBinary binary, Path database, int port, int uiPort) {
    this(binary, database, port, uiPort, Optional.empty());
  }

  /** The same, whose user interface reads encrypted payloads there. */
  public EmbeddedServer readWith(String codecUrl) {
    return new EmbeddedServer(binary, database, port, uiPort, Optional.of(codecUrl));
  }

  /** Host and port for clients. */
  public String address() {
    return LOOPBACK + ':' + port;
  }

  /** Where people look. */
  public String ui() {
    return "http://" + LOOPBACK + ':' + uiPort;
  }

  /** The version that wrote the database, if there is one. */
  public static Optional<String> versionOf(Path database) {
    return new DatabaseVersion(database).recorded();
  }

  /**
   * Makes sure that the server may be started now.
   *
   * @throws UpRefused of kind OTHER_VERSION or PORT_TAKEN
   */
  public void check() {
    new DatabaseVersion(database).claim(binary);
    Listeners.checkFree(port, "--port or LOTUSFLOW_PORT");
    Listeners.checkFree(uiPort, "--ui-port or LOTUSFLOW_UI_PORT");
  }

  /** A server that already runs on this database and port, whoever started it. */
  public Optional<LiveProcess> running() {
    return Listeners.listener(port)
        .filter(listener -> listener.commandLine().contains(database.toString()))
        .flatMap(Listeners.Listener::process);
  }

  /** Whether it accepts connections; it may not serve yet. */
  public boolean answers() {
    return TcpPort.answers("127.0.0.1", port);
  }

  /**
   * What to run. As shipped, the server's one shard looks at its queues 20 times a second, which
   * makes every hop of a task wait 50 ms; the two rates take that away. WAL with FULL loses nothing
   * when the power fails.
   */
  public List<String> commandLine() {
    List<String> line = new ArrayList<>(plainCommandLine());
    codec.ifPresent(url -> line.addAll(List.of("--ui-codec-endpoint", url)));
    return line;
  }

  private List<String> plainCommandLine() {
    return List.of(
        binary.path().toString(),
        "server",
        "start-dev",
        "--ip",
        LOOPBACK,
        "--port",
        Integer.toString(port),
        "--ui-port",
        Integer.toString(uiPort),
        "--ui-disable-news-fetch",
        "--db-filename",
        database.toString(),
        "--log-level",
        "error",
        "--sqlite-pragma",
        "journal_mode=WAL",
        "--sqlite-pragma",
        "synchronous=FULL",
        "--dynamic-config-value",
        "history.transferProcessorMaxPollRPS=1000",
        "--dynamic-config-value",
        "history.timerProcessorMaxPollRPS=1000");
  }
}
