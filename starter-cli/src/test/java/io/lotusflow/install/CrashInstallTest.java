package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One install during which everything is killed in turn, from outside, whenever a new step is seen
 * at work. It must end as an undisturbed one does.
 */
@Tag("matrix")
class CrashInstallTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration AT_MOST = Duration.ofMinutes(12);

  @TempDir Path folder;
  private Operator operator;

  /** Who is killed next. */
  private enum Victim {
    WORKER,
    JOB,
    SERVER,
    SUPERVISOR
  }

  @AfterEach
  void takeAway() {
    operator.close();
  }

  @Test
  void endsLikeAnUndisturbedOneWhoeverIsKilled() throws Exception {
    operator = new Operator(folder, Map.of());
    operator.types("install", "--rehearsal", "--detach").expecting(0);

    List<String> killed = new ArrayList<>();
    Instant deadline = Instant.now().plus(AT_MOST);
    List<String> struck = new ArrayList<>();
    while (Instant.now().isBefore(deadline)) {
      Operator.Said shown = operator.types("run", "show", "install/rehearsal", "-o", "json");
      if (shown.exit() == 6) {
        operator.types("up");
        continue;
      }
      JsonNode run = shown.expecting(0).json();
      assertThat(run.has("attention")).as("%s%nafter %s", run, killed).isFalse();
      if (!run.path("status").asText().equals("open")) {
        break;
      }
      Optional<String> step = working(run).filter(at -> !struck.contains(at));
      if (step.isPresent()) {
        Victim victim = Victim.values()[struck.size() % Victim.values().length];
        struck.add(step.get());
        pid(victim).ifPresent(pid -> kill(pid, victim + " in " + step.get(), killed));
        if (victim == Victim.SUPERVISOR) {
          operator.types("up").expecting(0);
        }
      }
    }

    assertThat(killed).as("victims").hasSizeGreaterThan(6);
    JsonNode run =
        operator.types("run", "show", "install/rehearsal", "-o", "json").expecting(0).json();
    assertThat(run.path("status").asText()).as("%s%nafter %s", run, killed).isEqualTo("completed");
    Installation there = new Installation(operator.rehearsal());
    assertThat(there.minersOnChain()).hasSize(Installation.GENESIS_MINERS + 1);
    assertThat(there.wallets()).hasSize(2);
    assertThat(there.storagePaths()).hasSize(2);
  }

  private static Optional<String> working(JsonNode run) {
    for (JsonNode step : run.path("steps")) {
      String state = step.path("state").asText();
      if (state.equals("running") || state.equals("retrying")) {
        return Optional.of(step.path("workflow").asText() + ' ' + step.path("step").asText());
      }
    }
    return Optional.empty();
  }

  private Optional<Long> pid(Victim victim) throws IOException {
    if (victim == Victim.JOB) {
      return jobPid();
    }
    Path up = operator.state().resolve("run/up.json");
    if (!Files.exists(up)) {
      return Optional.empty();
    }
    String key = victim.name().toLowerCase(java.util.Locale.ROOT);
    return Optional.of(JSON.readTree(up.toFile()).path(key).path("pid").asLong())
        .filter(p -> p > 0);
  }

  private Optional<Long> jobPid() throws IOException {
    try (Stream<Path> files = Files.walk(operator.state().resolve("jobs"))) {
      return files
          .filter(file -> file.getFileName().toString().equals("process"))
          .filter(file -> !Files.exists(file.resolveSibling("exit")))
          .map(CrashInstallTest::firstNumber)
          .filter(pid -> ProcessHandle.of(pid).isPresent())
          .findFirst();
    }
  }

  private static long firstNumber(Path file) {
    try {
      return new Scanner(Files.readString(file)).nextLong();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void kill(long pid, String what, List<String> killed) {
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              process.destroyForcibly();
              killed.add(what);
            });
  }
}
