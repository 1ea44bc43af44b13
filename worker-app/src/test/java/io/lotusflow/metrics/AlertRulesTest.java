package io.lotusflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example rules in the eyes of Prometheus' own tool, over figures that are made up. */
class AlertRulesTest {

  private static final Path RULES = Path.of("../docs/grafana/alerts.yml").toAbsolutePath();

  @TempDir Path folder;

  /**
   * Ten minutes of figures, then nothing: what an agent sends of a host that has lost its power.
   */
  @Test
  void aHostWhoseFiguresEndIsMissed() throws Exception {
    holds(
        """
          - interval: 1m
            input_series:
              - series: 'lotusflow_worker_polls{host="host-1", job="lotusflow", instance="one"}'
                values: '1x10 _x20'
              - series: 'lotusflow_worker_polls{host="host-2", job="lotusflow", instance="two"}'
                values: '1x30'
              - series: 'lotusflow_worker_polls{host="host-3", job="lotusflow", instance="three"}'
                values: '1x10 _x20'
              - series: 'up{job="lotusflow", instance="three"}'
                values: '1x10 0x20'
            promql_expr_test:
              - expr: count by (host, instance) (ALERTS{alertstate="firing"})
                eval_time: 10m
              - expr: count by (host, instance) (ALERTS{alertstate="firing"})
                eval_time: 25m
                exp_samples:
                  - {labels: '{host="host-1", instance="one"}', value: 1}
                  - {labels: '{instance="three"}', value: 1}
        """);
  }

  @Test
  void aCertificateThatEndsWithinTwoWeeksIsToldOfAndNoneIsNot() throws Exception {
    String ends = "lotusflow_certificate_ends_timestamp_seconds";
    holds(
        """
          - interval: 1m
            input_series:
              - series: '%1$s{host="host-1"}'
                values: '1209000x10'
              - series: '%1$s{host="host-2"}'
                values: '2000000x10'
              - series: '%1$s{host="host-3"}'
                values: 'NaN NaN NaN NaN NaN NaN'
            promql_expr_test:
              - expr: count by (alertname, host) (ALERTS{alertstate="firing"})
                eval_time: 5m
                exp_samples:
                  - {labels: '{alertname="LotusflowCertificateEnds", host="host-1"}', value: 1}
        """
            .formatted(ends));
  }

  private void holds(String tests) throws Exception {
    Path file = folder.resolve("tests.yml");
    Files.writeString(file, "rule_files: [%s]%ntests:%n%s".formatted(RULES, tests));
    Process tool =
        new ProcessBuilder(promtool().toString(), "test", "rules", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isZero();
  }

  private static Path promtool() {
    Optional<Path> tool =
        Stream.of(System.getenv("PATH").split(":"))
            .map(place -> Path.of(place, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(tool.isPresent(), "promtool is not to be had here");
    return tool.orElseThrow();
  }
}
