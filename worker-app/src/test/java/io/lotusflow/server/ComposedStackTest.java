package io.lotusflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.files.FolderTree;
import io.lotusflow.home.Home;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.ServerHealth;
import io.lotusflow.temporal.Target;
import io.lotusflow.temporal.TemporalUnreachable;
import io.temporal.common.SearchAttributeKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * What docker-compose.yml and docker-compose.tls.yml let run, in their order, by the same programs
 * of the same version, with the variables that stand there; only names of hosts, ports and the
 * folder of the certificates are others. Of Docker itself nothing is tried.
 */
@Tag("matrix")
class ComposedStackTest {

  private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
  private static final String PASSWORD = "not-a-secret";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int DATABASE = 16_752;
  private static final int FRONTEND = 16_753;

  private JsonNode plain;
  private JsonNode guarded;
  private Path folder;
  private Process server;

  @BeforeEach
  void database() throws Exception {
    plain = yaml("docker-compose.yml");
    guarded = yaml("docker-compose.tls.yml");
    // Not below a folder of JUnit's: PostgreSQL runs as another user, who must get in.
    folder = Files.createTempDirectory("composed");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    production("database");
    run(
        "certificates",
        Map.of(),
        List.of(
            TREE.resolve("deploy/temporal/make-certificates.sh").toString(),
            certificates().toString(),
            "temporal,localhost",
            "admin",
            "host-1"));
    Files.writeString(
        folder.resolve("dynamic-config.yaml"),
        plain.path("configs").path("dynamic-config").path("content").asText());
  }

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      server.destroy();
      server.waitFor(30, TimeUnit.SECONDS);
    }
    production("stop");
    FolderTree.delete(folder);
  }

  @Test
  void withTlsServesWhoHasACertificateAlsoWhenItIsBroughtUpAgain() throws Exception {
    for (int round = 0; round < 2; round++) {
      script("schema");
      script("schema-visibility");
      server = start();
      script("namespace");
      try (Connection connection = Connection.open(Connection.Kind.CLI, target(true))) {
        assertThat(new ServerHealth(connection.stubs()).serving()).isTrue();
        Bootstrap bootstrap = new Bootstrap(connection);
        assertThat(bootstrap.currentRetention()).isEqualTo(Bootstrap.RETENTION);
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    bootstrap
                        .registered()
                        .containsAll(
                            SearchAttributes.all().stream()
                                .map(SearchAttributeKey::getName)
                                .toList()));
      }
      assertThatThrownBy(
              () -> {
                try (Connection stranger = Connection.open(Connection.Kind.CLI, target(false))) {
                  stranger.namespaceId();
                }
              })
          .isInstanceOf(TemporalUnreachable.class);
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(folder.resolve("temporal.log")))
        .doesNotContain("\"level\":\"fatal\"");
  }

  private Process start() throws IOException {
    Map<String, String> variables = environment("temporal");
    variables.put("FRONTEND_GRPC_PORT", Integer.toString(FRONTEND));
    int port = FRONTEND;
    for (String name :
        List.of(
            "FRONTEND_HTTP",
            "FRONTEND_MEMBERSHIP",
            "MATCHING_GRPC",
            "MATCHING_MEMBERSHIP",
            "HISTORY_GRPC",
            "HISTORY_MEMBERSHIP",
            "WORKER_GRPC",
            "WORKER_MEMBERSHIP")) {
      variables.put(name + "_PORT", Integer.toString(++port));
    }
    // What the image finds out by itself.
    variables.put("TEMPORAL_BROADCAST_ADDRESS", "127.0.0.1");
    return process(
        "temporal", variables, List.of(tools().resolve("temporal-server").toString(), "start"));
  }

  private void script(String service) throws Exception {
    JsonNode job = plain.path("services").path(service);
    assertThat(job.path("entrypoint").toString()).isEqualTo("[\"/bin/sh\",\"-euc\"]");
    String script = job.path("command").path(0).asText().replace("$$", "$");
    run(service, environment(service), List.of("/bin/sh", "-euc", script));
  }

  /** Of both files, as Compose puts them together. */
  private Map<String, String> environment(String service) {
    Map<String, String> all = new HashMap<>();
    for (JsonNode file : List.of(plain, guarded)) {
      file.path("services")
          .path(service)
          .path("environment")
          .properties()
          .forEach(one -> all.put(one.getKey(), here(one.getValue().asText())));
    }
    return all;
  }

  private String here(String value) {
    return switch (value) {
      case "postgresql" -> "127.0.0.1";
      case "5432" -> Integer.toString(DATABASE);
      case "temporal:7233" -> "localhost:" + FRONTEND;
      case "0.0.0.0" -> "127.0.0.1";
      case "/etc/temporal/dynamic-config.yaml" -> folder.resolve("dynamic-config.yaml").toString();
      default ->
          value.startsWith("${TEMPORAL_DB_PASSWORD")
              ? PASSWORD
              : value.replaceFirst("^/certificates/", certificates() + "/");
    };
  }

  private Target target(boolean withCertificate) throws IOException {
    String client =
        """
        client_cert_path = "%1$s/host-1.pem"
        client_key_path = "%1$s/host-1.key"
        """
            .formatted(certificates());
    Path file = folder.resolve("temporal.toml");
    Files.writeString(
        file,
        """
        [profile.default]
        address = "localhost:%d"
        namespace = "default"
        [profile.default.tls]
        server_ca_cert_path = "%s/ca.pem"
        %s"""
            .formatted(FRONTEND, certificates(), withCertificate ? client : ""));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Target.of(file, PayloadKeyFile.of(new Home(folder), Map.of()));
  }

  private Path certificates() {
    return folder.resolve("certificates");
  }

  private void production(String word) throws Exception {
    run(
        "database",
        Map.of("PG_PORT", Integer.toString(DATABASE)),
        List.of(TREE.resolve("bench/production/server").toString(), word, folder.toString()));
  }

  private void run(String name, Map<String, String> variables, List<String> command)
      throws Exception {
    Process process = process(name, variables, command);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(name).isTrue();
    assertThat(process.exitValue())
        .as("%s%n%s", name, Files.readString(folder.resolve(name + ".log")))
        .isZero();
  }

  private Process process(String name, Map<String, String> variables, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    builder.environment().putAll(variables);
    builder.environment().put("PATH", path());
    return builder.start();
  }

  /** With Temporal's programs first. */
  private String path() throws IOException {
    Path temporal =
        BinaryFinder.standard(cache(), System.getenv())
            .find(System.getenv(), Optional.empty(), System.err::println)
            .path();
    return String.join(
        File.pathSeparator,
        temporal.getParent().toString(),
        tools().toString(),
        System.getenv("PATH"));
  }

  /** Of {@code bench/production/server}, in the version of the file. */
  private Path tools() {
    String image = plain.path("services").path("temporal").path("image").asText();
    return cache().resolve("temporal-server").resolve(image.replaceFirst(".*:", "v"));
  }

  private static Path cache() {
    return Path.of(
        System.getenv()
            .getOrDefault(
                "LOTUSFLOW_TEST_CACHE", System.getProperty("user.home") + "/.cache/lotusflow"));
  }

  private static JsonNode yaml(String file) throws IOException {
    Object loaded = new Yaml().load(Files.readString(TREE.resolve(file)));
    return new ObjectMapper().valueToTree(loaded);
  }
}
