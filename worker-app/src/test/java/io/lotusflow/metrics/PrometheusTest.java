package io.lotusflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Board and rules in a real Prometheus, set up as docs/observability.md says. Needs {@code
 * prometheus} in PATH.
 */
class PrometheusTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;
  private Metrics metrics;
  private Endpoint endpoint;
  private Process prometheus;
  private int port;

  @BeforeEach
  void start() throws IOException {
    assumeThat(programs()).as("Debian's package prometheus").isNotEmpty();
    metrics = new Metrics("host-1", Duration.ofMillis(100));
    endpoint = Endpoint.start(metrics, 0);
    port = freePort();
    Files.copy(Board.RULES, folder.resolve("alerts.yml"));
    Files.writeString(
        folder.resolve("prometheus.yml"),
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
            + ofThePage().replace("9464", Integer.toString(endpoint.port())));
    prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> !answer("up == 1").isEmpty());
  }

  private static List<Path> programs() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable)
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What it tells the reader to write. */
  private static String ofThePage() throws IOException {
    Matcher block =
        Pattern.compile("```\n(scrape_configs:.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Board.DOCS.resolve("observability.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @AfterEach
  void end() throws Exception {
    if (prometheus != null) {
      prometheus.destroy();
      assertThat(prometheus.waitFor(20, TimeUnit.SECONDS)).isTrue();
      endpoint.close();
      metrics.close();
    }
  }

  /** Of the first run already, and the first step: many come once in a worker's life. */
  @Test
  void eachPanelShowsSomething() throws Exception {
    EverySource source = new EverySource(metrics, Instant.now());
    source.begins();
    source.aStepRuns();
    await().atMost(PATIENCE).until(() -> !answer("lotusflow_run_seconds_count").isEmpty());
    await().atMost(PATIENCE).until(() -> !answer("temporal_request_failure_total").isEmpty());
    // A rise is seen only from what was seen before: the whole first step, not its beginning.
    await()
        .atMost(PATIENCE)
        .until(() -> !answer("lotusflow_step_seconds_count{outcome=\"done\"} == 1").isEmpty());
    source.ends();
    source.aStepRuns();

    List<Board.Question> questions = Board.read().questions();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(unanswered(questions)).isEmpty());
    assertThat(figure(question(questions, "Downtime, 7 days"))).isGreaterThan(30);
    assertThat(figure(question(questions, "Bytes worked on, per day"))).isGreaterThan(999);
  }

  @Test
  void offersItsHostsAndNodes() throws Exception {
    new EverySource(metrics, Instant.now()).begins();
    assertThat(Board.read().json().path("templating").path("list").findValuesAsText("name"))
        .contains("datasource", "host", "node");
    for (JsonNode variable : Board.read().json().path("templating").path("list")) {
      Matcher values =
          Pattern.compile("label_values\\((.*), (\\w+)\\)")
              .matcher(variable.path("query").path("query").asText());
      if (values.matches()) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    ask("label/%s/values?match[]=%s", values.group(2), values.group(1))
                        .toString()
                        .contains(values.group(2) + "-1"));
      }
    }
  }

  @Test
  void rulesAreUnderstoodAndTheirWordsAreWhole() throws Exception {
    EverySource source = new EverySource(metrics, Instant.now().plusSeconds(300));
    source.begins();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(new TreeSet<>(ask("alerts").findValuesAsText("alertname")))
                    .contains(
                        "LotusflowNeedsYou",
                        "LotusflowScheduleMissed",
                        "LotusflowDeadlineUnproven",
                        "LotusflowSectorsFaulty"));
    metrics.polls(false);
    await().atMost(PATIENCE).until(() -> ask("alerts").toString().contains("LotusflowServerAway"));
    endpoint.close();
    await().atMost(PATIENCE).until(() -> ask("alerts").toString().contains("LotusflowWorkerAway"));

    for (JsonNode alert : ask("alerts").path("alerts")) {
      assertThat(alert.path("annotations").toString())
          .as(alert.path("labels").toString())
          .doesNotContain("no value", "<error");
    }
    JsonNode rules = ask("rules").findPath("rules");
    assertThat(rules).hasSize(Board.rules().size());
    assertThat(rules)
        .allSatisfy(
            rule -> assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok"));
  }

  private List<Board.Question> unanswered(List<Board.Question> questions)
      throws IOException, InterruptedException {
    List<Board.Question> unanswered = new ArrayList<>();
    for (Board.Question question : questions) {
      if (answer(question.expression()).isEmpty()) {
        unanswered.add(question);
      }
    }
    return unanswered;
  }

  private static String question(List<Board.Question> questions, String panel) {
    return questions.stream()
        .filter(question -> question.panel().equals(panel))
        .findFirst()
        .orElseThrow()
        .expression();
  }

  private double figure(String expression) throws IOException, InterruptedException {
    return answer(expression).get(0).path("value").get(1).asDouble();
  }

  private JsonNode answer(String expression) throws IOException, InterruptedException {
    return ask("query?query=%s", expression).path("result");
  }

  private JsonNode ask(String path, String... words) throws IOException, InterruptedException {
    Object[] encoded =
        Stream.of(words).map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8)).toArray();
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/"
                + path.formatted(encoded).replace("[]", "%5B%5D"));
    HttpResponse<String> response =
        HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("data");
  }
}
