package io.lotusflow.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.build.LotusSource;
import io.lotusflow.messages.Language;
import io.lotusflow.node.FakeServices;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Finding.Level;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against sources of v1.36.2 and v1.36.3, of which the later one knows an upgrade of the network.
 */
class ForesightTest {
  @TempDir private Path folder;
  private UpgradedHost host;
  private LotusSource source;

  @BeforeEach
  void aRelease() throws IOException {
    host = new UpgradedHost(folder);
    host.headStands(0);
    source = new LotusSource(folder.resolve("sources"));
    released("v1.36.2", "");
  }

  @AfterEach
  void close() {
    host.close();
  }

  /**
   * @param upgrade line of the heights of upgrades; none is planned where it is empty
   */
  private void released(String tag, String upgrade) {
    released(tag, upgrade, 3);
  }

  private void released(String tag, String upgrade, int api) {
    source.write(
        source.lotus,
        "build/buildconstants/params_mainnet.go",
        "const UpgradeAncientHeight = 50\n" + upgrade + "\n");
    source.write(
        source.lotus,
        "api/version.go",
        "FullAPIVersion1 = newVer(2, %d, 0)\n".formatted(api) + "// of " + tag + "\n");
    source.commit(source.lotus, tag);
    source.git(source.lotus, "tag", "--force", tag);
  }

  private List<Finding> look(String ref) {
    return new Foresight(
            host.plan(ref, source.lotus.toString()),
            Duration.ofMinutes(3),
            host.home,
            new Programs(),
            new FakeServices(),
            Language.ENGLISH)
        .look();
  }

  private static Optional<Finding> of(List<Finding> findings, String check) {
    return findings.stream().filter(any -> any.check().equals(check)).findFirst();
  }

  private static Finding the(List<Finding> findings, String check) {
    return of(findings, check).orElseThrow(() -> new AssertionError(findings.toString()));
  }

  @Test
  void aReleaseThatChangesNothingOfTheNetworkLeavesTheWayBackOpen() {
    released("v1.36.3", "");
    List<Finding> findings = look("v1.36.3");

    assertThat(the(findings, "version").seen()).contains(UpgradedHost.NOW + " is in use");
    assertThat(the(findings, "epoch").level()).isEqualTo(Level.OK);
    assertThat(the(findings, "way-back").seen()).doesNotContain("until epoch");
    assertThat(the(findings, "api").seen()).contains("2.3.0");
    assertThat(the(findings, "sectors").seen()).contains("no sector is between");
    assertThat(the(findings, "workers").seen()).contains("w");
    assertThat(the(findings, "window").level()).isNotEqualTo(Level.REFUSE);
    assertThat(the(findings, "commands").seen()).contains("checkout --force --detach v1.36.3");
  }

  @Test
  void anUpgradeOfTheNetworkAheadSaysUntilWhenThereIsAWayBack() {
    released("v1.36.3", "const UpgradeSoonHeight = 220");
    List<Finding> findings = look("v1.36.3");

    assertThat(the(findings, "epoch").level()).isEqualTo(Level.WARNING);
    assertThat(the(findings, "epoch").seen()).contains("upgrade Soon", "epoch 220, now 100");
    assertThat(the(findings, "epoch").seen()).as("in an hour").doesNotContain("?");
    assertThat(of(findings, "way-back")).isEmpty();
    assertThat(the(findings, "way-back-until").seen())
        .contains("until epoch 220")
        .contains(UpgradedHost.NOW);
  }

  @Test
  void anUpgradeThatThisVersionHasMissedIsToldAndClosesNothing() {
    released("v1.36.3", "const UpgradeGoneHeight = 90");
    List<Finding> findings = look("v1.36.3");

    assertThat(the(findings, "epoch").level()).isEqualTo(Level.WARNING);
    assertThat(the(findings, "epoch").seen()).contains("was at epoch 90, now 100");
    assertThat(the(findings, "way-back").level()).isEqualTo(Level.OK);
  }

  @Test
  void promisedSectorsComeFirstWhereTheRulesChange() {
    host.miner.answering("SectorsListInStates", "[7,8]");
    released("v1.36.3", "");
    assertThat(the(look("v1.36.3"), "sectors-go-on").seen()).contains("[7, 8]");

    released("v1.36.3", "const UpgradeSoonHeight = 220");
    Finding first = the(look("v1.36.3"), "sectors");
    assertThat(first.level()).isEqualTo(Level.WARNING);
    assertThat(first.seen()).contains("[7, 8]", "not yet proven");
  }

  @Test
  void anApiThatChangesIsToldFromAndTo() {
    released("v1.36.3", "", 4);
    Finding api = the(look("v1.36.3"), "api");
    assertThat(api.level()).isEqualTo(Level.WARNING);
    assertThat(api.seen()).contains("FullAPIVersion1 2.3.0 -> 2.4.0");
  }

  @Test
  void whatIsOlderThanWhatRunsOrRanHereIsRefused() {
    assertThat(the(look("v1.36.1"), "version").level()).isEqualTo(Level.REFUSE);

    released("v1.36.3", "");
    host.runs("1.36.4+mainnet+git.cccccccc");
    Finding older = the(look("v1.36.3"), "version");
    assertThat(older.level()).isEqualTo(Level.REFUSE);
    assertThat(older.seen()).contains("v1.36.3 is older than 1.36.4+mainnet");
  }

  @Test
  void aDaemonThatDoesNotAnswerIsToldAndTheRestIsLookedAt() {
    released("v1.36.3", "const UpgradeSoonHeight = 220");
    host.node.failing("ChainHead", 503);
    List<Finding> findings = look("v1.36.3");

    assertThat(the(findings, "head").level()).isEqualTo(Level.WARNING);
    assertThat(the(findings, "epoch").seen()).contains("about ?");
    assertThat(of(findings, "commands")).isPresent();
  }
}
