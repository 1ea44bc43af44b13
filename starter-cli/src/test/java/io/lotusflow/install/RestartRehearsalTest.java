package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A miner with sectors in two deadlines is restarted, and then its node, between the deadlines. */
@Tag("matrix")
class RestartRehearsalTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Operator operator;

  @BeforeEach
  void install() throws Exception {
    operator = new Operator(folder, Map.of());
    operator.types("install", "--rehearsal").expecting(0);
    operator.types("rehearsal", "sectors", "3", "4").expecting(0);
    operator.types("rehearsal", "sectors", "15", "2").expecting(0);
  }

  @AfterEach
  void remove() {
    operator.close();
  }

  @Test
  void bothComeBackWithoutAMissedProof() throws Exception {
    JsonNode window =
        operator.types("-o", "json", "miner", "window", "--for", "15s", "--rehearsal").json();
    assertThat(window.path("stretches")).isNotEmpty();
    assertThat(window.path("due").findValuesAsText("deadline")).contains("3", "15");

    restart("miner", "-miner");
    restart("node", "-daemon", "-miner");
    // The second one knows how long the first took.
    Operator.Said again = operator.types("miner", "restart", "--rehearsal").expecting(0);
    assertThat(again.out() + again.err()).contains("as the longest of the last took");

    JsonNode later =
        operator.types("-o", "json", "miner", "window", "--for", "15s", "--rehearsal").json();
    assertThat(later.path("due").findValuesAsText("kind")).containsOnly("proof");
  }

  private void restart(String what, String... services) throws Exception {
    List<String> before = pids(services);
    Operator.Said said = operator.types(what, "restart", "--rehearsal").expecting(0);
    assertThat(said.out() + said.err()).contains("no answer for");
    assertThat(pids(services)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
  }

  /** Of services, by the ends of their names. */
  private List<String> pids(String... services) throws JsonProcessingException {
    List<String> pids = new ArrayList<>();
    String status =
        operator.types("-o", "json", "service", "status", "--rehearsal").expecting(0).out();
    for (String line : status.lines().toList()) {
      JsonNode service = JSON.readTree(line);
      if (List.of(services).stream().anyMatch(service.path("name").asText()::endsWith)) {
        assertThat(service.path("running").asBoolean()).isTrue();
        pids.add(service.path("pid").asText());
      }
    }
    return pids;
  }
}
