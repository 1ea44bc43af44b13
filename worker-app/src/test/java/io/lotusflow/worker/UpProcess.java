package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.server.BinaryFinder;
import io.lotusflow.server.TemporalBinary;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A home of its own, and UpMain as an operator's shell would call it. */
final class UpProcess implements AutoCloseable {

  /** Fetched once for all tests of all modules. */
  static final TemporalBinary BINARY = sharedBinary();

  final Home home;
  final int port;
  private final int uiPort;
  private String workerMain = TrialWorkerMain.class.getName();

  /** How a call ended. */
  record Answer(int exit, String out, String err) {}

  UpProcess(Path folder) {
    this.home = new Home(folder);
    try (ServerSocket api = anyPort();
        ServerSocket ui = anyPort()) {
      this.port = api.getLocalPort();
      this.uiPort = ui.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  UpProcess withWorker(Class<?> main) {
    workerMain = main.getName();
    return this;
  }

  Answer start(String... more) {
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.add("--port=" + port);
    arguments.add("--ui-port=" + uiPort);
    arguments.add("--worker-main=" + workerMain);
    arguments.addAll(List.of(more));
    return call(arguments);
  }

  Answer down() {
    return call(List.of("down"));
  }

  Answer status() {
    return call(List.of("status"));
  }

  UpState state() {
    return UpState.read(home).orElseThrow();
  }

  LiveProcess server() {
    return state().server().orElseThrow();
  }

  LiveProcess worker() {
    return state().worker().orElseThrow();
  }

  LiveProcess supervisor() {
    return state().supervisor().orElseThrow();
  }

  /** The end that no process can prepare for. */
  static void kill(LiveProcess process) {
    ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    Kept.awaitEnd(process, java.time.Duration.ofSeconds(5));
  }

  Connection connect() {
    return Connection.open(
        Connection.Kind.CLI,
        Target.resolve(
            home,
            Optional.of("127.0.0.1:" + port),
            Optional.empty(),
            Map.of("TEMPORAL_CONFIG_FILE", "/dev/null")));
  }

  /** Leaves nothing running, whatever the test did. */
  @Override
  public void close() {
    down();
  }

  private Answer call(List<String> arguments) {
    Path out = temporary("out");
    Path err = temporary("err");
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.supervisor(arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put(Home.VARIABLE, home.folder().toString());
    builder.environment().putIfAbsent(BinaryFinder.VARIABLE, BINARY.path().toString());
    try {
      Process process = builder.start();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + arguments);
      }
      return new Answer(
          process.exitValue(),
          java.nio.file.Files.readString(out, StandardCharsets.UTF_8),
          java.nio.file.Files.readString(err, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Path temporary(String name) {
    try {
      return java.nio.file.Files.createTempFile(home.folder().getParent(), "up", '.' + name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static ServerSocket anyPort() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static TemporalBinary sharedBinary() {
    Map<String, String> env = System.getenv();
    Path cache =
        Path.of(
            env.getOrDefault(
                "LOTUSFLOW_TEST_CACHE", System.getProperty("user.home") + "/.cache/lotusflow"));
    return BinaryFinder.standard(cache, env).find(env, Optional.empty(), System.err::println);
  }
}
