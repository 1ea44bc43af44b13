package io.lotusflow.rehearsal.suite.node;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Durations;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.repo.DefaultConfig;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.RepoLock;
import io.lotusflow.rehearsal.suite.repo.Tokens;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Commands that {@code lotus} and {@code lotus-miner} share. */
public final class NodeCommands {
  private final Repo repo;
  private final RpcClient.Dialect dialect;
  private final Invocation invocation;
  private final PrintStream out;

  public NodeCommands(Repo repo, RpcClient.Dialect dialect, Invocation invocation) {
    this.repo = repo;
    this.dialect = dialect;
    this.invocation = invocation;
    this.out = invocation.out();
  }

  public static boolean knows(String path) {
    return switch (path) {
      case "version",
          "wait-api",
          "backup",
          "auth create-token",
          "auth api-info",
          "config default",
          "config updated",
          "log list",
          "log alerts" ->
          true;
      default -> false;
    };
  }

  public int run(String path) throws IOException, InterruptedException {
    switch (path) {
      case "version" -> version();
      case "wait-api" -> awaitApi();
      case "backup" -> backup(invocation.arguments().only());
      case "auth create-token" -> out.println(token());
      case "auth api-info" -> apiInfo();
      case "config default" -> out.print(DefaultConfig.text(repo.kind()));
      case "config updated" -> updatedConfig();
      case "log list" -> Json.asList(client().call("LogList")).forEach(out::println);
      default -> client().call("LogAlerts");
    }
    return 0;
  }

  private RpcClient client() throws IOException {
    return new RpcClient(ApiInfo.find(repo), dialect, "v0").warned();
  }

  private void version() throws IOException {
    Map<String, Object> version = Json.asObject(client().call("Version"));
    long api = Json.asLong(version.get("APIVersion"));
    out.println("Daemon:  " + version.get("Version") + "+api" + apiVersion(api));
    out.println(
        "Local: "
            + (repo.kind() == Repo.Kind.MINER ? "lotus-miner" : "lotus")
            + " version "
            + Build.version());
  }

  private void backup(String file) throws IOException {
    if (!invocation.arguments().isTrue("offline")) {
      client().call("CreateBackup", file);
      out.println("Success");
      return;
    }
    if (!repo.exists()) {
      throw new CliException("repo at '" + repo.path() + "' is not initialized");
    }
    RepoLock lock =
        RepoLock.tryLock(repo)
            .orElseThrow(() -> new CliException("locking repo: " + RepoLock.TAKEN));
    try (lock) {
      new MetadataBackup(repo).write(Path.of(file));
    }
  }

  /** {@code 1.5.0} for 66816. */
  public static String apiVersion(long number) {
    return (number >> 16) + "." + ((number >> 8) & 0xff) + "." + (number & 0xff);
  }

  /** Asks once a second. */
  private void awaitApi() throws IOException, InterruptedException {
    long end =
        System.currentTimeMillis()
            + Durations.parseMillis(invocation.arguments().value("timeout").orElse("30s"));
    while (true) {
      try {
        new RpcClient(ApiInfo.find(repo), dialect, "v0").call("Version");
        return;
      } catch (CliException e) {
        out.println("Not online yet... (" + e.getMessage() + ")");
      }
      long left = end - System.currentTimeMillis();
      Thread.sleep(Math.min(1000, Math.max(0, left)));
      if (left <= 1000) {
        throw new CliException("timed out waiting for api to come online");
      }
    }
  }

  private String token() throws IOException {
    RpcClient client = client();
    String permission =
        invocation
            .arguments()
            .value("perm")
            .orElseThrow(
                () ->
                    new CliException(
                        "--perm flag not set, use with one of: " + String.join(", ", Tokens.ALL)));
    if (!Tokens.ALL.contains(permission)) {
      throw new CliException(
          "--perm flag has to be one of: [" + String.join(" ", Tokens.ALL) + "]");
    }
    String encoded = Json.asText(client.call("AuthNew", List.copyOf(Tokens.upTo(permission))));
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private void apiInfo() throws IOException {
    String token = token();
    out.println(repo.kind().apiVariable() + "=" + token + ":" + ApiInfo.find(repo).address());
  }

  private void updatedConfig() throws IOException {
    if (!Files.isDirectory(repo.path())) {
      throw new CliException("repo not initialized");
    }
    RepoLock lock =
        RepoLock.tryLock(repo)
            .orElseThrow(() -> new CliException("locking repo: " + RepoLock.TAKEN));
    try (lock) {
      repo.config();
      out.print(Files.readString(repo.configFile(), StandardCharsets.UTF_8));
    }
  }
}
