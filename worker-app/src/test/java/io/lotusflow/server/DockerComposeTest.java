package io.lotusflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.lotusflow.worker.EmptyServer;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class DockerComposeTest {

  private static final Set<String> ONE_SHOT = Set.of("schema", "schema-visibility", "namespace");

  private Map<String, Object> compose;
  private Map<String, Map<String, Object>> services;

  @BeforeEach
  void parse() throws IOException {
    compose = new Yaml().load(Files.readString(Path.of("..", "docker-compose.yml")));
    services = map(compose.get("services"));
  }

  @Test
  void dependenciesExistAndWaitForWhatTheyNeed() {
    services.forEach(
        (name, service) ->
            this.<Map<String, Object>>map(service.getOrDefault("depends_on", Map.of()))
                .forEach(
                    (needed, how) -> {
                      assertThat(services).as("needed by " + name).containsKey(needed);
                      assertThat(how.get("condition"))
                          .as(name + " waits for " + needed)
                          .isEqualTo(
                              ONE_SHOT.contains(needed)
                                  ? "service_completed_successfully"
                                  : "service_healthy");
                      assertThat(ONE_SHOT.contains(needed) || healthy(needed)).isTrue();
                    }));
    assertThat(needs("temporal")).containsExactlyInAnyOrder("schema", "schema-visibility");
    assertThat(needs("namespace")).containsExactly("temporal");
    assertThat(needs("ui")).containsExactly("namespace");
  }

  @Test
  void whatRunsForEverIsRestartedAndWhatRunsOnceIsNot() {
    services.forEach(
        (name, service) ->
            assertThat(service.get("restart"))
                .as(name)
                .isEqualTo(ONE_SHOT.contains(name) ? "no" : "unless-stopped"));
  }

  @Test
  void whatRunsForEverTellsWhetherItIsWell() {
    services.keySet().stream()
        .filter(name -> !ONE_SHOT.contains(name))
        .forEach(name -> assertThat(healthy(name)).as(name).isTrue());
  }

  @Test
  void everyImageIsPinned() {
    services.forEach(
        (name, service) ->
            assertThat((String) service.get("image"))
                .as(name)
                .matches("[a-z/-]+:[0-9]+(\\.[0-9]+)+"));
    assertThat(release("temporal"))
        .as("server and its tools are of one release")
        .isEqualTo(release("schema"))
        .isEqualTo(release("namespace"));
  }

  @Test
  void everyVolumeIsNamed() {
    Map<String, Object> named = map(compose.get("volumes"));
    services.forEach(
        (name, service) ->
            list(service.get("volumes"))
                .forEach(
                    volume ->
                        assertThat(named).as(name).containsKey(volume.replaceFirst(":.*", ""))));
    assertThat(list(services.get("postgresql").get("volumes")))
        .anyMatch(volume -> volume.endsWith(":/var/lib/postgresql/data"));
  }

  @Test
  void portsAreOnLoopbackOnly() {
    services.forEach(
        (name, service) ->
            list(service.get("ports"))
                .forEach(
                    port ->
                        assertThat(port)
                            .as(name)
                            .matches("(127\\.0\\.0\\.1|\\$\\{\\w+:-127\\.0\\.0\\.1}):\\d+:\\d+")));
    assertThat(services.get("postgresql")).doesNotContainKey("ports");
  }

  @Test
  void bothDatabasesGetTheirSchema() {
    assertThat(environment("schema"))
        .containsEntry("SQL_DATABASE", environment("temporal").get("DBNAME"));
    assertThat(environment("schema-visibility"))
        .containsEntry("SQL_DATABASE", environment("temporal").get("VISIBILITY_DBNAME"));
    assertThat(environment("schema").get("SCHEMA")).isEqualTo("postgresql/v12/temporal");
    assertThat(environment("schema-visibility").get("SCHEMA"))
        .isEqualTo("postgresql/v12/visibility");
    assertThat(environment("temporal")).containsKeys("NUM_HISTORY_SHARDS", "POSTGRES_PWD");
  }

  @Test
  void noPasswordIsInTheFile() throws IOException {
    assertThat(Files.readString(Path.of("..", "docker-compose.yml")))
        .doesNotContainPattern("(?i)(PASSWORD|PWD): (?!\\$\\{)");
  }

  @Test
  void theDynamicConfigurationIsWhereTheServerLooks() throws IOException {
    assertThat(services.get("temporal").get("configs").toString())
        .contains("target=" + environment("temporal").get("DYNAMIC_CONFIG_FILE_PATH"));
    Map<String, Map<String, String>> configs = map(compose.get("configs"));
    Map<String, Object> content = new Yaml().load(configs.get("dynamic-config").get("content"));
    Map<String, Object> withoutDocker =
        new Yaml()
            .load(Files.readString(Path.of("..", "deploy", "temporal", "dynamic-config.yaml")));
    withoutDocker.remove("system.enableRingpopTLS"); // in the container the port is nobody's
    assertThat(content).isEqualTo(withoutDocker);
  }

  /** Only what is there can be given certificates, and only files that the script makes. */
  @Test
  void withTlsEverybodyHasTheCertificatesThatHeNames() throws IOException {
    Map<String, Object> tls =
        new Yaml().load(Files.readString(Path.of("..", "docker-compose.tls.yml")));
    Map<String, Map<String, Object>> guarded = map(tls.get("services"));
    assertThat(services).containsKeys(guarded.keySet().toArray(String[]::new));
    assertThat(guarded).containsOnlyKeys("temporal", "namespace", "ui");
    guarded.forEach(
        (name, service) -> {
          assertThat(list(service.get("volumes")))
              .as(name)
              .allMatch(v -> v.endsWith(":/certificates:ro"));
          Map<String, String> environment = map(service.get("environment"));
          assertThat(environment.values().stream().filter(value -> value.startsWith("/")))
              .as(name)
              .isNotEmpty()
              .allMatch(file -> file.matches("/certificates/(ca|server|admin)\\.(pem|key)"));
        });
  }

  /** The very script of the file, with a real server and Temporal's own command line. */
  @Test
  @Tag("dev-server")
  void theNamespaceScriptSetsRetentionAndSearchAttributes(@TempDir Path folder) throws Exception {
    try (EmptyServer server = new EmptyServer(folder);
        Connection connection = server.connect()) {
      runNamespaceScript(server, folder);
      runNamespaceScript(server, folder);
      Bootstrap bootstrap = new Bootstrap(connection);
      assertThat(bootstrap.currentRetention()).isEqualTo(Bootstrap.RETENTION);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  bootstrap
                      .registered()
                      .containsAll(
                          SearchAttributes.all().stream()
                              .map(SearchAttributeKey::getName)
                              .toList()));
    }
  }

  private void runNamespaceScript(EmptyServer server, Path folder) throws Exception {
    String script = list(services.get("namespace").get("command")).get(0).replace("$$", "$");
    Path log = folder.resolve("namespace.log");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-euc", script)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment("namespace"));
    builder.environment().put("TEMPORAL_ADDRESS", server.address());
    builder
        .environment()
        .merge(
            "PATH", server.binary().path().getParent().toString(), (old, bin) -> bin + ':' + old);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  private String release(String name) {
    return services.get(name).get("image").toString().replaceFirst(".*:", "");
  }

  private boolean healthy(String name) {
    return services.get(name).containsKey("healthcheck");
  }

  private Set<String> needs(String name) {
    return this.<Object>map(services.get(name).get("depends_on")).keySet();
  }

  private Map<String, String> environment(String name) {
    return map(services.get(name).get("environment"));
  }

  @SuppressWarnings("unchecked")
  private <V> Map<String, V> map(Object node) {
    return (Map<String, V>) node;
  }

  @SuppressWarnings("unchecked")
  private List<String> list(Object node) {
    return node == null ? List.of() : (List<String>) node;
  }
}
