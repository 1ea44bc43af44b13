package io.lotusflow.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.node.FakeServices;
import io.lotusflow.node.Plans;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeActivitiesTest {
  private static final String NEWER = "1.36.4+mainnet+git.cccccccc";

  @TempDir private Path folder;
  private UpgradedHost host;
  private final FakeServices services = new FakeServices();
  private UpgradeActivitiesImpl upgrades;

  @BeforeEach
  void everythingRuns() throws IOException {
    host = new UpgradedHost(folder);
    upgrades = new UpgradeActivitiesImpl(host.home, new Programs(), services, progress -> {});
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void aSurveyNotesWhatIsToComeBack() {
    host.faulty(3);
    InUse seen = upgrades.survey(host.plan("v1.36.3"), false);

    assertThat(seen.version().label()).isEqualTo(UpgradedHost.NOW);
    assertThat(seen.head()).isGreaterThan(100);
    assertThat(seen.blockDelaySeconds()).isEqualTo(30);
    assertThat(seen.faulty()).isEqualTo(3);
    assertThat(seen.workers()).isEqualTo(2);
    assertThat(seen.running()).containsExactly("lotus-daemon", "lotus-miner", "lotus-worker-w");
    assertThat(seen.storage()).containsExactly("id-1", "id-2");
    assertThat(seen.strangers()).isEmpty();
  }

  @Test
  void aMinerThatDoesNotRunIsNotExpectedBack() {
    services.running = false;
    InUse seen = upgrades.survey(host.plan("v1.36.3"), false);

    assertThat(seen.running()).isEmpty();
    assertThat(seen.minerAnswered()).isFalse();
    assertThat(seen.storage()).isEmpty();
  }

  private void assertOlder(String ref, String than) {
    assertThatThrownBy(() -> upgrades.survey(host.plan(ref), false))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refused -> assertThat(refused.getType()).isEqualTo("UPGRADE_OLDER"))
        .hasMessageContaining(than);
  }

  @Test
  void whatIsOlderThanTheLinkIsRefused() {
    assertOlder("v1.36.1", UpgradedHost.NOW);
    assertThat(upgrades.survey(host.plan("v1.36.1"), true).version().label())
        .as("a rollback goes back")
        .isEqualTo(UpgradedHost.NOW);
  }

  @Test
  void whatIsOlderThanADaemonStartedByHandIsRefused() {
    services.running = false;
    host.daemonRuns(NEWER);
    assertOlder("v1.36.3", NEWER);
    assertThat(upgrades.survey(host.plan("v1.36.4"), false).head()).isGreaterThan(100);
  }

  @Test
  void whatIsOlderThanAMinerStartedByHandIsRefused() {
    host.runs(NEWER);
    host.daemonRuns(UpgradedHost.NOW);
    assertOlder("v1.36.3", NEWER);
    assertThat(upgrades.survey(host.plan("v1.36.4"), false).strangers())
        .containsExactly("the miner is %s, not %s".formatted(NEWER, UpgradedHost.NOW));
  }

  @Test
  void whatIsOlderThanAnUpgradeThatWasNotTakenBackIsRefusedWhereverTheLinkLeads() {
    host.noted(UpgradeNote.State.DONE, UpgradedHost.NOW, NEWER);
    host.node.close();
    host.miner.close();
    assertOlder("v1.36.3", NEWER);

    host.noted(UpgradeNote.State.DONE, NEWER, UpgradedHost.NOW);
    assertThat(upgrades.survey(host.plan("v1.36.3"), false).version().label())
        .as("taken back")
        .isEqualTo(UpgradedHost.NOW);
  }

  @Test
  void anUpgradeThatTookItselfBackLeavesNothingNewer() {
    host.noted(UpgradeNote.State.SWITCHING, UpgradedHost.NOW, NEWER);
    host.noted(UpgradeNote.State.ROLLED_BACK, UpgradedHost.NOW, NEWER);
    assertThat(upgrades.survey(host.plan("v1.36.3"), false).version().label())
        .isEqualTo(UpgradedHost.NOW);
  }

  @Test
  void aBranchThatBuiltSomethingOlderIsRefusedOnceThatIsKnown() throws IOException {
    host.link(NEWER);
    InUse before = upgrades.survey(host.plan("master"), false);
    java.nio.file.Files.createDirectories(host.bin(UpgradedHost.NEXT));
    var built =
        new io.lotusflow.build.Installed(
            Receipt.done(""),
            UpgradedHost.version(UpgradedHost.NEXT).version(),
            UpgradedHost.NEXT,
            host.bin(UpgradedHost.NEXT).toString());

    assertThatThrownBy(() -> upgrades.compare(host.plan("master"), before, built))
        .hasMessageContaining("UPGRADE_OLDER");
  }

  private static Changes changes(long noWayBackFrom) {
    return new Changes(Receipt.alreadySo(""), List.of(), List.of(), noWayBackFrom);
  }

  private static InUse leftAt(long head, Instant seen) {
    return new InUse(
        Receipt.alreadySo(""),
        UpgradedHost.version(UpgradedHost.NOW),
        head,
        seen,
        30,
        0,
        0,
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void theWayBackClosesWithTheHeadAndWithTheClockWhereNoneAnswers() {
    host.headStands(0);
    HostUpgrade plan = host.plan("v1.36.3");
    InUse now = leftAt(100, Instant.now());
    assertThat(upgrades.wayBack(plan, now, changes(-1)).open()).isTrue();
    assertThat(upgrades.wayBack(plan, now, changes(101)).open()).isTrue();
    assertThat(upgrades.wayBack(plan, now, changes(100)).open()).isFalse();

    host.node.close();
    InUse anHourAgo = leftAt(100, Instant.now().minus(Duration.ofHours(1)));
    assertThat(upgrades.wayBack(plan, anHourAgo, changes(225)).open()).isTrue();
    assertThat(upgrades.wayBack(plan, anHourAgo, changes(220)).open()).isFalse();
  }

  @Test
  void aHeadThatStandsIsNotTakenForOneThatFollows() {
    host.headStands(0);
    assertThatThrownBy(() -> upgrades.awaitNewHead(host.plan("v1.36.3"), Duration.ZERO))
        .hasMessageContaining("the head stands at 100");
    host.headMoves();
    assertThat(upgrades.awaitNewHead(host.plan("v1.36.3"), Duration.ofSeconds(20)).outcome())
        .isEqualTo(Receipt.Outcome.DONE);
  }

  private Receipt gate(Duration within) {
    HostUpgrade plan = host.plan("v1.36.3");
    InUse before = upgrades.survey(plan, true);
    host.runs(UpgradedHost.NEXT);
    return upgrades.gate(
        new Gate(Plans.SCOPE, plan, before, UpgradedHost.version(UpgradedHost.NEXT), within));
  }

  @Test
  void theGateTakesADeadlineThatHasTimeYetAndNothingElse() {
    host.proven("{}");
    assertThat(gate(Duration.ofSeconds(3)).note()).contains("deadline 2 is open");

    host.runs(UpgradedHost.NOW);
    InUse before = upgrades.survey(host.plan("v1.36.3"), true);
    Gate other =
        new Gate(
            Plans.SCOPE,
            host.plan("v1.36.3"),
            before,
            UpgradedHost.version(UpgradedHost.NEXT),
            Duration.ZERO);
    assertThatThrownBy(() -> upgrades.gate(other)).hasMessageContaining("UPGRADE_NOT_HEALTHY");
  }
}
