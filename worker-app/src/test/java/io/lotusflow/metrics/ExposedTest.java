package io.lotusflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.SectorCount;
import io.lotusflow.messages.Language;
import io.lotusflow.run.BookReader;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunReceipt;
import io.lotusflow.run.Scope;
import io.lotusflow.sector.SectorAt;
import io.lotusflow.sector.SectorTrouble;
import io.lotusflow.sector.SectorWatchActivities;
import io.lotusflow.sector.WatchLook;
import io.lotusflow.sector.WatchPlan;
import io.lotusflow.temporal.Payloads;
import io.lotusflow.wallet.MinerPurse;
import io.lotusflow.watch.RunBackground;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.Step;
import io.lotusflow.watch.StepState;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What Prometheus is told, after each source of figures had something to say. */
class ExposedTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Metrics METRICS = new Metrics("host-1", Duration.ofMillis(100));
  private static String page;

  /** Runs one step of the watch. */
  @WorkflowInterface
  public interface Looking {
    @WorkflowMethod
    void look(WatchPlan plan);
  }

  /** With no retries. */
  public static final class LookingImpl implements Looking {
    @Override
    public void look(WatchPlan plan) {
      Workflow.newActivityStub(
              SectorWatchActivities.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build())
          .look(plan);
    }
  }

  private static final class Watch implements SectorWatchActivities {
    @Override
    public WatchLook look(WatchPlan plan) {
      return new WatchLook(
          Receipt.alreadySo(""),
          Map.of("Proving", 40, "PreCommit1", 2),
          List.of(),
          List.of(7L),
          List.of(),
          List.of(),
          SectorTrouble.News.NONE);
    }

    @Override
    public Receipt setGoing(WatchPlan plan, SectorAt sector) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Receipt told(WatchPlan plan, long until) {
      throw new AssertionError("not asked for");
    }
  }

  @BeforeAll
  static void everySourceSpeaks() throws Exception {
    try (Endpoint endpoint = Endpoint.start(METRICS, 0)) {
      METRICS.polls(true);
      METRICS.books().open(List.of(new BookReader.OpenRun("install", "node-1", "parked")));
      METRICS.books().skips(List.of(new BookReader.Skips("schedule/chain-reset/node-1", 2)));
      METRICS.books().ended(receipt());
      METRICS.miners().show("node-1", figures());
      aStepRuns();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(page(endpoint))
                      .contains(
                          "temporal_workflow_task_schedule_to_start_latency_seconds_sum",
                          "temporal_request_failure_total"));
      page = page(endpoint);
    }
  }

  @AfterAll
  static void close() {
    METRICS.close();
  }

  private static RunReceipt receipt() throws IOException {
    JsonNode result =
        JSON.readTree("{\"bytes\": 1000, \"downtime\": {\"silent\": 2.5, \"stale\": 30.0}}");
    Step step =
        new Step(
            "chain-reset/node-1",
            "host-1",
            "Chain.SwitchDatastore",
            StepState.DONE,
            NOON,
            Optional.of(NOON.plusSeconds(60)),
            3,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            result);
    RunBackground background =
        new RunBackground(
            "ChainReset",
            JSON.readTree("{\"scope\": {\"node\": \"node-1\"}}"),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            0);
    return new RunReceipt(
        new RunView(
            "chain-reset/node-1",
            "11111111-2222",
            "chain-reset",
            RunView.Status.COMPLETED,
            NOON,
            Optional.of(NOON.plusSeconds(90)),
            List.of(step),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            background));
  }

  private static MinerFigures figures() {
    return new MinerFigures(
        NOON,
        1,
        new SectorCount(42, 40, 2),
        AttoFil.ofFil("0.5"),
        List.of(
            new MinerPurse.Purse(
                "t0100", "t3x", List.of("owner", "worker"), AttoFil.ofFil("12.25"), true)));
  }

  private static void aStepRuns() {
    Scope scope = new Scope(new NodeId("node-1"), new HostId("host-1"), Language.ENGLISH, false);
    NodeApi nobody = new NodeApi("", "/ip4/127.0.0.1/tcp/9/http", "/nowhere/token");
    try (TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setMetricsScope(METRICS.scope())
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(METRICS.steps())
                        .build())
                .build())) {
      Worker worker = environment.newWorker("q");
      worker.registerWorkflowImplementationTypes(LookingImpl.class);
      worker.registerActivitiesImplementations(new Watch());
      environment.start();
      environment
          .getWorkflowClient()
          .newWorkflowStub(
              Looking.class,
              WorkflowOptions.newBuilder()
                  .setTaskQueue("q")
                  .setWorkflowRunTimeout(Duration.ofMinutes(1))
                  .build())
          .look(new WatchPlan(scope, nobody, nobody, Duration.ofMinutes(1)));
      WorkflowStub unknown = environment.getWorkflowClient().newUntypedWorkflowStub("nobody");
      assertThat(catchThrowable(() -> unknown.signal("fails"))).isNotNull();
    }
  }

  private static String page(Endpoint endpoint) throws IOException, InterruptedException {
    return ask(endpoint, "/metrics").body();
  }

  private static HttpResponse<String> ask(Endpoint endpoint, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static double figure(String name, String... labels) {
    List<String> lines =
        page.lines()
            .filter(line -> line.startsWith(name + '{'))
            .filter(line -> List.of(labels).stream().allMatch(line::contains))
            .toList();
    assertThat(lines).as("%s %s", name, List.of(labels)).hasSize(1);
    return Double.parseDouble(lines.get(0).substring(lines.get(0).lastIndexOf(' ') + 1));
  }

  @Test
  void booksAreTold() {
    assertThat(figure("lotusflow_worker_polls")).isEqualTo(1);
    assertThat(figure("lotusflow_runs_open", "procedure=\"install\"", "node=\"node-1\"")).isOne();
    assertThat(figure("lotusflow_runs_waiting", "kind=\"parked\"")).isOne();
    assertThat(figure("lotusflow_runs_waiting", "kind=\"approval\"")).isZero();
    assertThat(figure("lotusflow_runs_ended_total", "status=\"completed\"")).isOne();
    assertThat(figure("lotusflow_runs_ended_total", "status=\"failed\"")).isZero();
    assertThat(figure("lotusflow_run_seconds_sum", "procedure=\"chain-reset\"")).isEqualTo(90);
    assertThat(figure("lotusflow_run_bytes_total", "node=\"node-1\"")).isEqualTo(1000);
    assertThat(figure("lotusflow_run_retries_total", "node=\"node-1\"")).isEqualTo(2);
    assertThat(figure("lotusflow_downtime_seconds_total", "silent")).isEqualTo(2.5);
    assertThat(figure("lotusflow_downtime_seconds_total", "stale")).isEqualTo(30);
    assertThat(figure("lotusflow_schedule_skipped_in_a_row")).isEqualTo(2);
  }

  @Test
  void aLookOfTheWatchIsTold() {
    assertThat(figure("lotusflow_sectors", "state=\"PreCommit1\"", "node-1")).isEqualTo(2);
    assertThat(figure("lotusflow_sectors_late")).isOne();
    assertThat(figure("lotusflow_sectors_still")).isZero();
    assertThat(figure("lotusflow_step_seconds_count", "SectorWatch.Look", "done")).isOne();
  }

  @Test
  void theChainIsTold() {
    assertThat(figure("lotusflow_chain_sectors", "kind=\"faulty\"")).isEqualTo(2);
    assertThat(figure("lotusflow_deadline_unproven_partitions")).isOne();
    assertThat(figure("lotusflow_deadline_closes_timestamp_seconds"))
        .isEqualTo((double) NOON.getEpochSecond());
    assertThat(figure("lotusflow_balance_fil", "use=\"worker\"")).isEqualTo(12.25);
    assertThat(figure("lotusflow_miner_available_fil")).isEqualTo(0.5);
  }

  @Test
  void allHaveTheHostAndNoneARun() {
    List<String> samples = page.lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(samples).isNotEmpty().allMatch(line -> line.contains("host=\"host-1\""));
    assertThat(page).doesNotContain("workflow_id", "run_id", "11111111-2222");
  }

  /** Each of a hundred steps would have dozens. */
  @Test
  void hasNoBuckets() {
    assertThat(page).contains("temporal_request_latency_seconds_sum").doesNotContain("_bucket");
  }

  @Test
  void whatIsGoneIsNotToldAnyMore() {
    try (Metrics metrics = new Metrics("host-2", Duration.ofSeconds(10))) {
      metrics.books().open(List.of(new BookReader.OpenRun("install", "node-1", "")));
      metrics.books().open(List.of(new BookReader.OpenRun("build", "node-1", "")));
      assertThat(metrics.page()).contains("procedure=\"build\"").doesNotContain("install");
    }
  }

  @Test
  void theBoardAsksOnlyForWhatThereIs() throws IOException {
    JsonNode board = JSON.readTree(Files.readString(DOCS.resolve("grafana/lotusflow.json")));
    List<String> expressions = board.path("panels").findValuesAsText("expr");
    assertThat(expressions).hasSizeGreaterThan(20);
    assertThat(names(expressions)).isNotEmpty().isSubsetOf(exposed());
    assertThat(board.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    assertThat(board.path("panels")).allMatch(panel -> panel.path("gridPos").has("w"));
    List<String> variables = board.path("templating").path("list").findValuesAsText("name");
    assertThat(variables).contains("datasource", "host", "node");
  }

  @Test
  void theRulesAskOnlyForWhatThereIs() throws IOException {
    List<String> expressions = new ArrayList<>();
    List<String> alerts = new ArrayList<>();
    Map<String, List<Map<String, Object>>> rules =
        new Yaml().load(Files.readString(DOCS.resolve("grafana/alerts.yml")));
    for (Map<String, Object> group : rules.get("groups")) {
      for (Object rule : (List<?>) group.get("rules")) {
        Map<?, ?> fields = (Map<?, ?>) rule;
        expressions.add((String) fields.get("expr"));
        alerts.add((String) fields.get("alert"));
        assertThat(fields.get("annotations")).asString().contains("summary", "fix");
      }
    }
    assertThat(alerts)
        .doesNotHaveDuplicates()
        .contains("LotusflowNeedsYou", "LotusflowScheduleMissed", "LotusflowWorkerAway");
    assertThat(names(expressions)).isNotEmpty().isSubsetOf(exposed());
  }

  @Test
  void thePagesTellOfEachOfOurFigures() throws IOException {
    Set<String> ours =
        exposed().stream()
            .filter(name -> name.startsWith("lotusflow_"))
            .map(name -> name.replaceFirst("_(count|sum|max)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    for (String file : List.of("observability.md", "observability.zh-CN.md")) {
      assertThat(Files.readString(DOCS.resolve(file))).contains(ours);
    }
  }

  @Test
  void answersToNothingElse() throws Exception {
    try (Endpoint endpoint = Endpoint.start(METRICS, 0)) {
      assertThat(ask(endpoint, "/").statusCode()).isEqualTo(404);
      assertThat(ask(endpoint, "/metrics").headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
    }
  }

  private static Set<String> exposed() {
    return page.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("[{ ].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(List<String> expressions) {
    Pattern name = Pattern.compile("\\b(lotusflow|temporal)_[a-z_]+");
    return expressions.stream()
        .flatMap(expression -> name.matcher(expression).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
