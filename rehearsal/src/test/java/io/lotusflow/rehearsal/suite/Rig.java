package io.lotusflow.rehearsal.suite;

import static org.awaitility.Awaitility.await;

import io.lotusflow.rehearsal.suite.network.Network;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A network in this process, and the suite's programs as children of it, each with the folder's
 * resources on its class path.
 */
final class Rig implements AutoCloseable {
  final Path folder;
  final Network network;
  final int daemonPort = freePort();
  final int minerPort = freePort();
  final Map<String, String> environment = new HashMap<>();
  private final List<Process> children = new ArrayList<>();

  Rig(Path folder) throws IOException {
    this(folder, "24 12");
  }

  /**
   * @param proving deadlines of a period, and epochs of a deadline
   */
  Rig(Path folder, String proving) throws IOException {
    this.folder = folder;
    Files.writeString(Files.createDirectories(folder.resolve("net")).resolve("proving"), proving);
    this.network =
        Network.open(
            folder.resolve("net"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Duration.ofSeconds(1));
    Path resources = Files.createDirectories(folder.resolve("resources"));
    Files.createDirectories(faults());
    Files.writeString(
        resources.resolve("version.properties"),
        "version=1.36.2\nnetwork=rehearsal\ncommit=b835fab7\nblockdelay=1\n");
    Files.writeString(resources.resolve("bootstrap.pi"), network.multiaddr() + "\n");
    properties("");
    Files.copy(network.genesis(), resources.resolve("genesis.car"));
    environment.put("LOTUS_PATH", folder.resolve("node").toString());
    environment.put("LOTUS_MINER_PATH", folder.resolve("miner").toString());
    environment.put("HOME", folder.resolve("home").toString());
  }

  /** How a command ended. */
  record Ended(String out, String err, int exitCode) {
    Transcript transcript() {
      return new Transcript(out, err, exitCode).normal();
    }
  }

  /** The build's properties, with some more lines. */
  final void properties(String more) throws IOException {
    Files.writeString(
        folder.resolve("resources/rehearsal.properties"), "faults=" + faults() + "\n" + more);
  }

  Path faults() {
    return folder.resolve("faults");
  }

  void order(String fault, String parameter) throws IOException {
    Files.writeString(faults().resolve(fault), parameter);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended lotus(String... arguments) throws IOException, InterruptedException {
    return run("LotusMain", Map.of(), arguments);
  }

  Ended miner(String... arguments) throws IOException, InterruptedException {
    return run("LotusMinerMain", Map.of(), arguments);
  }

  Ended run(String main, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = start(main, variables, out, err, arguments);
    process.getOutputStream().close();
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          main + " " + List.of(arguments) + " did not end: " + Files.readString(err));
    }
    return new Ended(Files.readString(out), Files.readString(err), process.exitValue());
  }

  Process start(String main, Map<String, String> variables, Path out, Path err, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                folder.resolve("resources")
                    + ":"
                    + Path.of("target/classes").toAbsolutePath()
                    + ":"
                    + compressor(),
                "io.lotusflow.rehearsal.suite." + main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("LOTUS_")
                    || name.endsWith("_API_INFO")
                    || name.startsWith("GOLOG"));
    builder.environment().putAll(environment);
    builder.environment().putAll(variables);
    Process process =
        builder
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(new java.io.File("/dev/null"))
            .start();
    children.add(process);
    return process;
  }

  private static Path compressor() {
    return Path.of(
        URI.create(
            io.airlift.compress.zstd.ZstdInputStream.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
  }

  Process startDaemon(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("--api", Integer.toString(daemonPort)));
    all.addAll(List.of(arguments));
    return startDaemon("node", daemonPort, all.toArray(new String[0]));
  }

  /** A daemon on another repository, whose own config names its port. */
  Process startDaemon(String repo, int port, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("daemon"));
    all.addAll(List.of(arguments));
    Path log = folder.resolve(repo.equals("node") ? "daemon.log" : repo + ".log");
    Process process =
        start("LotusMain", at(repo), folder.resolve("daemon.out"), log, all.toArray(new String[0]));
    awaitApi(port, process, log);
    return process;
  }

  /** The environment of a command for another repository. */
  Map<String, String> at(String repo) {
    return Map.of("LOTUS_PATH", folder.resolve(repo).toString());
  }

  /** Asks a daemon to stop, and waits until its process is gone. */
  void stop(Process daemon, String repo) throws IOException, InterruptedException {
    run("LotusMain", at(repo), "daemon", "stop");
    if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the daemon of " + repo + " does not end");
    }
  }

  long height(String repo) throws IOException, InterruptedException {
    String height = run("LotusMain", at(repo), "chain", "head", "--height").out().strip();
    return height.isEmpty() ? -1 : Long.parseLong(height);
  }

  Process startMiner() throws IOException {
    Process process =
        start(
            "LotusMinerMain",
            Map.of(),
            folder.resolve("miner.out"),
            folder.resolve("miner.log"),
            "run",
            "--nosync",
            "--miner-api",
            Integer.toString(minerPort));
    awaitApi(minerPort, process, folder.resolve("miner.log"));
    return process;
  }

  private void awaitApi(int port, Process process, Path log) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("ended at start: " + Files.readString(log));
              }
              try {
                return post(
                            port,
                            "/rpc/v0",
                            "",
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.Version\",\"params\":[]}")
                        .statusCode()
                    == 200;
              } catch (IOException e) {
                return false;
              }
            });
  }

  HttpResponse<String> post(int port, String path, String token, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** What the daemon or the miner answers, without its envelope. */
  Object rpc(int port, String repo, String method, Object... parameters) throws Exception {
    String path = repo.startsWith("miner") ? "/rpc/v0" : "/rpc/v1";
    String body =
        Json.write(
            Json.object(
                "jsonrpc",
                "2.0",
                "id",
                1L,
                "method",
                "Filecoin." + method,
                "params",
                Arrays.asList(parameters)));
    Map<String, Object> answer =
        Json.asObject(Json.parse(post(port, path, token(repo), body).body()));
    if (answer.get("error") != null) {
      throw new AssertionError(method + ": " + answer.get("error"));
    }
    return answer.get("result");
  }

  String token(String repo) throws IOException {
    return Files.readString(folder.resolve(repo).resolve("token"));
  }

  String funded(String kind, long fil) throws IOException, InterruptedException {
    String address = lotus("wallet", "new", kind).out().strip();
    network.fund(address, Fil.ofWhole(fil));
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> lotus("wallet", "balance", address).out().startsWith(fil + " FIL"));
    return address;
  }

  @Override
  public void close() {
    for (Process child : children) {
      child.destroyForcibly();
    }
    network.close();
  }
}
