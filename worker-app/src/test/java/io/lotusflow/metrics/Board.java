package io.lotusflow.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What we hand to Grafana and Prometheus: the board and the rules. */
record Board(JsonNode json) {

  static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
  static final Path RULES = DOCS.resolve("grafana/alerts.yml");

  /**
   * One question of a panel.
   *
   * @param expression as Grafana sends it when all hosts and nodes are chosen
   */
  record Question(String panel, String expression) {}

  /** One rule. */
  record Rule(String alert, String expression, String annotations) {}

  static Board read() throws IOException {
    return new Board(
        new ObjectMapper().readTree(Files.readString(DOCS.resolve("grafana/lotusflow.json"))));
  }

  JsonNode panels() {
    return json.path("panels");
  }

  List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        questions.add(
            new Question(panel.path("title").asText(), chosen(target.path("expr").asText())));
      }
    }
    return questions;
  }

  private String chosen(String expression) {
    String all = expression;
    for (JsonNode variable : json.path("templating").path("list")) {
      all = all.replace('$' + variable.path("name").asText(), variable.path("allValue").asText());
    }
    return all;
  }

  static List<Rule> rules() throws IOException {
    Map<String, List<Map<String, List<Map<String, Object>>>>> file =
        new Yaml().load(Files.readString(RULES));
    return file.get("groups").stream()
        .flatMap(group -> group.get("rules").stream())
        .map(
            rule ->
                new Rule(
                    (String) rule.get("alert"),
                    (String) rule.get("expr"),
                    rule.get("annotations").toString()))
        .toList();
  }

  /** Of board and rules. */
  static List<String> allExpressions() throws IOException {
    return Stream.concat(
            read().questions().stream().map(Question::expression),
            rules().stream().map(Rule::expression))
        .toList();
  }
}
