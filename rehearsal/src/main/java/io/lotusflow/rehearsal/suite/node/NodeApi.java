package io.lotusflow.rehearsal.suite.node;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.Tokens;
import io.lotusflow.rehearsal.suite.rpc.Api;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The methods that both have. */
public final class NodeApi {
  public static final String METHODS =
      """
      Version read
      Session read
      AuthNew admin any
      AuthVerify read text
      Shutdown admin
      LogList write
      LogSetLevel write text text
      LogAlerts admin
      CreateBackup admin text
      """;

  /** API version 1.5.0: major, minor, patch, a byte each. */
  public static final long V0 = 66816;

  /** API version 2.3.0. */
  public static final long V1 = 131840;

  private static final List<String> SUBSYSTEMS =
      List.of(
          "lotus-tracer",
          "statetree",
          "table",
          "rand",
          "fil-consensus",
          "chain",
          "lotus",
          "repo",
          "paramfetch",
          "rpc");

  private final Repo repo;
  private final Tokens tokens;
  private final long apiVersion;
  private final Runnable shutdown;
  private final String session = UUID.randomUUID().toString();

  public NodeApi(Repo repo, Tokens tokens, long apiVersion, Runnable shutdown) {
    this.repo = repo;
    this.tokens = tokens;
    this.apiVersion = apiVersion;
    this.shutdown = shutdown;
  }

  public Object call(Api.Call call) throws RpcException, IOException {
    return switch (call.method()) {
      case "Version" ->
          Json.object(
              "Version",
              Build.version(),
              "APIVersion",
              apiVersion,
              "BlockDelay",
              Build.blockDelay(),
              "Agent",
              "lotus");
      case "Session" -> session;
      case "AuthNew" -> authNew(Json.asList(call.value(0)));
      case "AuthVerify" ->
          tokens
              .verify(call.text(0))
              .orElseThrow(() -> new RpcException("JWT Verification failed: jwt: malformed token"));
      case "Shutdown" -> {
        shutdown.run();
        yield null;
      }
      case "LogList" -> SUBSYSTEMS;
      case "LogAlerts" -> List.of();
      case "CreateBackup" -> backup(call.text(0));
      default -> null;
    };
  }

  /** Makes a token for whatever permissions are asked for, known or not, as Lotus does. */
  private String authNew(List<Object> permissions) {
    List<String> names = new ArrayList<>();
    permissions.forEach(permission -> names.add(Json.asText(permission)));
    return Base64.getEncoder()
        .encodeToString(tokens.create(names).getBytes(StandardCharsets.UTF_8));
  }

  private Object backup(String file) throws RpcException, IOException {
    String base = System.getenv().getOrDefault("LOTUS_BACKUP_BASE_PATH", "");
    if (base.isEmpty()) {
      throw new RpcException("LOTUS_BACKUP_BASE_PATH env var not set");
    }
    Path target = Path.of(file).toAbsolutePath().normalize();
    if (!target.startsWith(Path.of(base).toAbsolutePath().normalize())) {
      throw new RpcException("backup file must be in the base path: " + target + " not in " + base);
    }
    new MetadataBackup(repo).write(target);
    return null;
  }
}
