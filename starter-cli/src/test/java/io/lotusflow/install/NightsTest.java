package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Living;
import io.lotusflow.crash.Victim;
import io.lotusflow.files.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A schedule that resets a node's chain, night after night, and nobody is there. */
@Tag("matrix")
class NightsTest {

  private static final String RUN = "chain-reset/rehearsal";
  private static final Duration A_NIGHT = Duration.ofMinutes(4);

  /** What a switch takes, on a machine that does other things too. */
  private static final Duration AWAY_AT_MOST = Duration.ofSeconds(15);

  /** And if the one who does it is killed in the middle. */
  private static final Duration AWAY_AT_WORST = Duration.ofSeconds(60);

  private final Set<String> over = new HashSet<>();

  @Test
  void everyNightANewChainWhateverHappens() throws Exception {
    Path folder = Files.createTempDirectory("nights");
    try (Operator operator = new Operator(folder, Map.of())) {
      new InstallOrdeal().prepare(operator);
      operator.types("install", "--rehearsal").expecting(0);
      LivingNode node = new LivingNode(operator.rehearsal().resolve("daemon"));
      Map<String, String> before = node.identity();
      operator
          .types(
              "schedule",
              "create",
              "chain-reset",
              "--cron",
              "* * * * *",
              "--zone",
              "UTC",
              "--rehearsal")
          .expecting(0);
      try (OutsidePoll poll = new OutsidePoll(node.api())) {
        quietNight(operator, poll);
        nightWith(operator, poll, "download-cut", "500000", "3");
        nightWith(operator, poll, "download-503", "3", "1");
        nightWith(operator, poll, "import-fail");
        nightWithout(operator, poll, Victim.WORKER);
        nightWithout(operator, poll, Victim.SERVER);
        quietNight(operator, poll);
      }
      operator.types("schedule", "delete", RUN).expecting(0);
      assertThat(node.identity()).isEqualTo(before);
      System.out.println(operator.types("run", "show", RUN).out());
    } finally {
      FolderTree.delete(folder);
    }
  }

  private void quietNight(Operator operator, OutsidePoll poll) {
    int silences = poll.silences().size();
    awaitNight(operator);
    assertAway(poll, silences, AWAY_AT_MOST);
  }

  private void nightWith(Operator operator, OutsidePoll poll, String... fault) {
    int silences = poll.silences().size();
    List<String> command = new ArrayList<>(List.of("rehearsal", "fault"));
    command.addAll(List.of(fault));
    operator.types(command.toArray(String[]::new)).expecting(0);
    awaitNight(operator);
    operator.types("rehearsal", "fault", "--clear").expecting(0);
    assertAway(poll, silences, AWAY_AT_MOST);
  }

  private void nightWithout(Operator operator, OutsidePoll poll, Victim victim) {
    int silences = poll.silences().size();
    await().atMost(A_NIGHT).until(() -> !open(operator).isEmpty());
    for (Living process : victim.among(Living.of(Living.all(), operator.folder().toString()), "")) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    awaitNight(operator);
    assertAway(poll, silences, AWAY_AT_WORST);
  }

  /** One more that is over, and did its work. */
  private void awaitNight(Operator operator) {
    int nights = over.size();
    await()
        .atMost(A_NIGHT)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              over.addAll(done(operator));
              return over.size() > nights;
            });
  }

  private static void assertAway(OutsidePoll poll, int before, Duration atMost) {
    List<Duration> silences = poll.silences();
    System.out.println("away for " + silences.subList(before, silences.size()));
    assertThat(silences.size()).isGreaterThan(before);
    assertThat(silences.subList(before, silences.size()))
        .allMatch(silence -> silence.compareTo(atMost) <= 0);
  }

  private static Set<String> done(Operator operator) {
    return runs(operator, "completed");
  }

  private static Set<String> open(Operator operator) {
    return runs(operator, "running");
  }

  private static Set<String> runs(Operator operator, String status) {
    Set<String> found = new HashSet<>();
    for (JsonNode run :
        operator.types("run", "list", "-o", "jsonl").out().lines().map(NightsTest::json).toList()) {
      assertThat(run.path("attention").isNull() || run.path("attention").asText().isEmpty())
          .as("nobody is needed: %s", run)
          .isTrue();
      if (run.path("id").asText().startsWith("scheduled/" + RUN)
          && run.path("status").asText().equals(status)
          && !run.has("skipped")) {
        found.add(run.path("runId").asText());
      }
    }
    return found;
  }

  private static JsonNode json(String line) {
    return new Operator.Said(List.of(), 0, line, "", Duration.ZERO).json();
  }
}
