package io.lotusflow.server;

import io.lotusflow.home.LiveProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The process that decrypts payloads for the embedded server's user interface, on loopback.
 *
 * @param port of its HTTP
 * @param uiPort of the pages that may ask it
 * @param keys the key file
 */
public record CodecService(int port, int uiPort, Path keys) {

  private static final int APART = 1000;
  private static final int LAST_PORT = 65_535;

  /** The port if nobody names one. */
  public static int portBeside(int uiPort) {
    return uiPort + APART <= LAST_PORT ? uiPort + APART : uiPort - APART;
  }

  /** Where the user interface asks. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Makes sure that it may be started now.
   *
   * @throws UpRefused of kind PORT_TAKEN
   */
  public void check() {
    if (running().isEmpty()) {
      Listeners.listener(port)
          .ifPresent(
              taker -> {
                throw new UpRefused(
                    UpRefused.Kind.PORT_TAKEN, "port-taken", port, taker, "LOTUSFLOW_CODEC_PORT");
              });
    }
  }

  /** One that runs already with these keys, whoever started it. */
  public Optional<LiveProcess> running() {
    return Listeners.listener(port)
        .filter(listener -> listener.commandLine().contains(keysArgument()))
        .flatMap(Listeners.Listener::process);
  }

  /** Of its main class. */
  public List<String> arguments() {
    return List.of("--codec-port=" + port, "--ui-port=" + uiPort, keysArgument());
  }

  private String keysArgument() {
    return "--keys=" + keys;
  }
}
