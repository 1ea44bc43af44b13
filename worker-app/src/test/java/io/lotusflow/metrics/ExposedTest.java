package io.lotusflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.run.BookReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus is told, after each source of figures had something to say. */
class ExposedTest {

  private static final Metrics METRICS = new Metrics("host-1", Duration.ofMillis(100));
  private static String page;

  @BeforeAll
  static void everySourceSpeaks() throws Exception {
    try (Endpoint endpoint = Endpoint.start(METRICS, 0)) {
      EverySource source = new EverySource(METRICS, EverySource.NOON);
      source.begins();
      source.ends();
      source.aStepRuns();
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
    assertThat(figure("lotusflow_run_seconds_sum", "chain-reset", "completed")).isEqualTo(90);
    assertThat(figure("lotusflow_run_bytes_total", "chain-reset")).isEqualTo(1000);
    assertThat(figure("lotusflow_run_retries_total", "chain-reset")).isEqualTo(2);
    assertThat(figure("lotusflow_downtime_seconds_total", "chain-reset", "silent")).isEqualTo(2.5);
    assertThat(figure("lotusflow_downtime_seconds_total", "chain-reset", "stale")).isEqualTo(30);
    assertThat(figure("lotusflow_schedule_skipped_in_a_row")).isEqualTo(2);
  }

  /** What appears with its first event rises for nobody who looks at rises. */
  @Test
  void anOpenRunIsCountedBeforeItEnds() {
    assertThat(figure("lotusflow_run_seconds_count", "\"install\"", "completed")).isZero();
    assertThat(figure("lotusflow_run_seconds_count", "\"install\"", "failed")).isZero();
    assertThat(figure("lotusflow_run_bytes_total", "\"install\"")).isZero();
    assertThat(figure("lotusflow_run_retries_total", "\"install\"")).isZero();
    assertThat(figure("lotusflow_downtime_seconds_total", "\"install\"", "silent")).isZero();
  }

  @Test
  void aLookOfTheWatchIsTold() {
    assertThat(figure("lotusflow_sectors", "state=\"PreCommit1\"", "node-1")).isEqualTo(2);
    assertThat(figure("lotusflow_sectors_late")).isOne();
    assertThat(figure("lotusflow_sectors_still")).isZero();
    assertThat(figure("lotusflow_step_seconds_count", "SectorWatch.Look", "done")).isOne();
    assertThat(figure("lotusflow_step_seconds_count", "SectorWatch.Look", "failed")).isOne();
  }

  @Test
  void theChainIsTold() {
    assertThat(figure("lotusflow_chain_sectors", "kind=\"faulty\"")).isEqualTo(2);
    assertThat(figure("lotusflow_deadline_unproven_partitions")).isOne();
    assertThat(figure("lotusflow_deadline_closes_timestamp_seconds"))
        .isEqualTo((double) EverySource.NOON.getEpochSecond());
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
      assertThat(metrics.page().lines().filter(line -> line.startsWith("lotusflow_runs_open{")))
          .singleElement()
          .asString()
          .contains("procedure=\"build\"");
    }
  }

  @Test
  void theBoardAsksOnlyForWhatThereIs() throws IOException {
    Board board = Board.read();
    List<String> expressions = board.questions().stream().map(Board.Question::expression).toList();
    assertThat(expressions).hasSizeGreaterThan(20).noneMatch(one -> one.contains("$"));
    assertThat(names(expressions)).isNotEmpty().isSubsetOf(exposed());
    assertThat(board.panels().findValuesAsText("id")).doesNotHaveDuplicates();
    assertThat(board.panels()).allMatch(panel -> panel.path("gridPos").has("w"));
  }

  @Test
  void theRulesAskOnlyForWhatThereIs() throws IOException {
    List<Board.Rule> rules = Board.rules();
    assertThat(rules).allMatch(rule -> rule.annotations().matches("(?s).*summary.*fix.*"));
    assertThat(rules.stream().map(Board.Rule::alert))
        .doesNotHaveDuplicates()
        .contains("LotusflowNeedsYou", "LotusflowScheduleMissed", "LotusflowWorkerAway");
    assertThat(names(rules.stream().map(Board.Rule::expression).toList()))
        .isNotEmpty()
        .isSubsetOf(exposed());
  }

  /** A label that a figure does not have matches nothing, and Prometheus says nothing. */
  @Test
  void boardAndRulesChooseByLabelsThatThereAre() throws IOException {
    Pattern choice = Pattern.compile("\\b((?:lotusflow|temporal)_[a-z_]+)\\{([^}]*)}");
    Pattern label = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)");
    for (String expression : Board.allExpressions()) {
      choice
          .matcher(expression)
          .results()
          .forEach(
              chosen ->
                  assertThat(labels(chosen.group(1)))
                      .as(expression)
                      .containsAll(
                          label
                              .matcher(chosen.group(2))
                              .results()
                              .map(one -> one.group(1))
                              .toList()));
    }
  }

  /** Which it gives to all that it scrapes. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  @Test
  void boardAndRulesGroupByLabelsThatThereAre() throws IOException {
    Pattern grouping = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    for (String expression : Board.allExpressions()) {
      Set<String> wanted =
          grouping
              .matcher(expression)
              .results()
              .flatMap(found -> Stream.of(found.group(1).split(", ?")))
              .filter(label -> !OF_PROMETHEUS.contains(label))
              .collect(Collectors.toCollection(TreeSet::new));
      for (String name : names(List.of(expression))) {
        assertThat(labels(name)).as(expression).containsAll(wanted);
      }
    }
  }

  @Test
  void thePagesTellOfEachOfOurFigures() throws IOException {
    Set<String> ours =
        exposed().stream()
            .filter(name -> name.startsWith("lotusflow_"))
            .map(name -> name.replaceFirst("_(count|sum|max)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    for (String file : List.of("observability.md", "observability.zh-CN.md")) {
      assertThat(Files.readString(Board.DOCS.resolve(file))).contains(ours);
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

  /** That all lines of a figure have. */
  private static Set<String> labels(String name) {
    Pattern label = Pattern.compile("[{,]([a-z_]+)=");
    return page.lines()
        .filter(line -> line.startsWith(name + '{'))
        .<Set<String>>map(
            line ->
                label
                    .matcher(line)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new)))
        .reduce(
            (some, others) -> {
              some.retainAll(others);
              return some;
            })
        .orElseThrow(() -> new AssertionError(name));
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
