package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.upgrade.UpgradePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is shown of earlier upgrades, and which of them a rollback takes back. */
class UpgradeWaysBackTest {
  private static final String ONE = "1.36.1+mainnet+git.11111111";
  private static final String TWO = "1.36.2+mainnet+git.22222222";
  private static final String THREE = "1.36.3+mainnet+git.33333333";

  @TempDir private Path home;
  private Path settings;

  @BeforeEach
  void twoUpgradesOfAMiner() throws IOException {
    settings = home.resolve("lotusflow.toml");
    Files.writeString(
        settings,
        """
        [node]
        name = "node-1"
        network = "mainnet"
        [build]
        prefix = "%1$s/opt"
        [miner]
        repo = "%1$s/miner"
        """
            .formatted(home));
    Path upgrades = Files.createDirectories(home.resolve("upgrades"));
    Files.writeString(
        upgrades.resolve("node-1.earlier.json"), "{\"notes\":[%s]}".formatted(note(ONE, TWO, 900)));
    Files.writeString(upgrades.resolve("node-1.json"), note(TWO, THREE, -1));
    inUse(THREE);
  }

  private static String note(String from, String to, long until) {
    return """
        {"state":"DONE","from":"%s","fromBin":"/a","to":"%s","toBin":"/b",
         "at":"2026-01-02T03:04:05Z","noWayBackFrom":%d,"backup":"","why":"","head":7,
         "headSeen":"2026-01-02T03:00:00Z","blockDelaySeconds":30}
        """
        .formatted(from, to, until);
  }

  private void inUse(String label) throws IOException {
    Path version = Files.createDirectories(home.resolve("opt/versions").resolve(label));
    Files.deleteIfExists(home.resolve("opt/current"));
    Files.createSymbolicLink(home.resolve("opt/current"), version);
  }

  private Cli status(String... more) {
    String[] typed = {"upgrade", "status", "--config", settings.toString()};
    return Cli.call(home, concat(typed, more));
  }

  private static String[] concat(String[] some, String[] more) {
    return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void showsWhereARollbackGoesAndWhereTheOneAfterItWould() throws IOException {
    Cli shown = status();
    assertThat(shown.exit()).as(shown.err()).isEqualTo(Exit.DONE);
    assertThat(shown.out())
        .contains("way back  to " + TWO + ": lotusflow upgrade rollback")
        .contains("then    to " + ONE + ", until epoch 900");
    assertThat(status("--lang", "zh-CN").out()).contains("退路      " + TWO, "再退    " + ONE);

    JsonNode back = RunsJson.MAPPER.readTree(status("-o", "json").out()).path("waysBack");
    assertThat(back.findValuesAsText("from")).containsExactly(TWO, ONE);
    assertThat(back.get(0).path("headSeen").asText()).isNotEmpty();
  }

  @Test
  void aRollbackGoesToTheNextOneThatWasNotTakenBackYet() throws IOException {
    assertThat(rollback().hosts().get(0).build().ref()).isEqualTo("v1.36.2");

    Path upgrades = home.resolve("upgrades");
    Files.writeString(
        upgrades.resolve("node-1.earlier.json"),
        "{\"notes\":[%s,%s]}".formatted(note(TWO, THREE, -1), note(ONE, TWO, 900)));
    Files.writeString(upgrades.resolve("node-1.json"), note(THREE, TWO, -1));
    inUse(TWO);
    assertThat(rollback().hosts().get(0).build().ref()).isEqualTo("v1.36.1");
  }

  private UpgradePlan rollback() {
    Session session = SessionOf.nobody(home);
    UpgradeRollbackCommand command = new UpgradeRollbackCommand(session);
    new CommandLine(command).parseArgs();
    return (UpgradePlan) command.procedure(new Planning(session).plans(settings)).plan();
  }
}
