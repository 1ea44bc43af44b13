package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node and miner with sectors that go from version to version, and back from broken ones. */
@Tag("matrix")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeRehearsalTest {

  private static final Duration LONGER_THAN_A_RESTART = Duration.ofSeconds(10);

  /** At most, where others build as well. */
  private static final Duration A_BUILD_TAKES = Duration.ofMinutes(15);

  private static Path folder;
  private static Operator operator;

  @BeforeAll
  static void installWithSectors() throws Exception {
    folder = Files.createTempDirectory("upgrades");
    operator = new Operator(folder, Map.of());
    new InstallOrdeal().prepare(operator);
    operator.types(A_BUILD_TAKES, "install", "--rehearsal").expecting(0);
    operator.types("seal-worker", "add", "w1", "--rehearsal").expecting(0);
    operator.types("sector", "pledge", "--count", "2", "--rehearsal").expecting(0);
  }

  @AfterAll
  static void remove() throws Exception {
    operator.close();
    FolderTree.delete(folder);
  }

  private static JsonNode status() {
    return UpgradeOrdeal.status(operator);
  }

  private static Duration silence(String... words) throws IOException {
    try (OutsidePoll poll = OutsidePoll.ofMiner(operator.rehearsal())) {
      operator.types(A_BUILD_TAKES, words).expecting(0);
      return poll.silent();
    }
  }

  @Test
  @Order(1)
  void keepsSectorsAndIsAwayHardlyLongerThanInARestart() throws IOException {
    Duration restart = silence("miner", "restart", "--rehearsal");
    Duration upgrade = silence("upgrade", "run", "v1.36.3", "--rehearsal");
    System.out.println("miner away: restart " + restart + ", upgrade " + upgrade);

    assertThat(upgrade).isPositive().isLessThan(restart.plus(LONGER_THAN_A_RESTART));
    JsonNode after = status();
    assertThat(after.path("inUse").asText()).startsWith("1.36.3+rehearsal");
    assertThat(after.path("daemon").asText()).isEqualTo(after.path("inUse").asText());
    assertThat(after.path("miner").asText()).isEqualTo(after.path("inUse").asText());
    assertThat(after.path("last").path("state").asText()).isEqualTo("DONE");
    JsonNode states =
        operator.types("sector", "list", "--rehearsal", "-o", "json").json().path("states");
    assertThat(states.path("Proving").asInt()).isEqualTo(2);
    String backup = after.path("last").path("backup").asText();
    JsonNode found = operator.types("backup", "verify", backup, "-o", "json").expecting(0).json();
    assertThat(found.path("without")).isEmpty();
  }

  @Test
  @Order(2)
  void goesBackOnRequest() {
    operator.types("upgrade", "rollback", "--rehearsal").expecting(0);
    assertThat(status().path("miner").asText()).startsWith("1.36.2+rehearsal");
  }

  @ParameterizedTest
  @Order(3)
  @ValueSource(strings = {"no-start", "wrong-api", "no-miner", "no-sync", "no-worker"})
  void aBrokenVersionTakesItselfOutAgain(String flaw) {
    String before = status().path("inUse").asText();
    operator.types("upgrade", "run", "v1.36.4-" + flaw, "--rehearsal", "--detach").expecting(0);
    await()
        .atMost(A_BUILD_TAKES)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> isTakenBack(status().path("last"), flaw));

    JsonNode after = status();
    assertThat(after.path("inUse").asText()).isEqualTo(before);
    assertThat(after.path("daemon").asText()).isEqualTo(before);
    assertThat(after.path("miner").asText()).isEqualTo(before);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> operator.types("run", "abort", "upgrade/rehearsal").exit() == 0);
  }

  private static boolean isTakenBack(JsonNode last, String flaw) {
    return last.path("to").asText().contains(flaw)
        && last.path("state").asText().equals("ROLLED_BACK");
  }

  @Test
  @Order(4)
  void asksBeforeAVersionThatIgnoresAKey() {
    String plan =
        operator.types("upgrade", "plan", "v1.36.4-lost-key", "--rehearsal").expecting(0).out();
    assertThat(plan).contains("Libp2p.ListenAddresses");
    String before = status().path("inUse").asText();
    operator.types("upgrade", "run", "v1.36.4-lost-key", "--rehearsal", "--detach").expecting(0);
    await()
        .atMost(A_BUILD_TAKES)
        .until(
            () ->
                operator
                    .types("run", "show", "upgrade/rehearsal")
                    .err()
                    .contains("Libp2p.ListenAddresses"));
    operator.types("run", "abort", "upgrade/rehearsal").expecting(0);
    assertThat(status().path("daemon").asText()).isEqualTo(before);
  }

  @Test
  @Order(5)
  void refusesATagThatDoesNotExistAndOneThatIsOlder() {
    assertThat(operator.types("upgrade", "plan", "v9.9.9", "--rehearsal").err())
        .contains("v9.9.9")
        .contains("v1.36.");
    assertThat(operator.types("upgrade", "run", "v1.36.1", "--rehearsal").exit()).isNotZero();
  }
}
