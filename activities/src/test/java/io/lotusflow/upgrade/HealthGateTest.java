package io.lotusflow.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Plans;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that is out of order is told by its name; nothing else passes for good. */
class HealthGateTest {
  private static final List<String> ALL = List.of("lotus-daemon", "lotus-miner", "lotus-worker-w");

  @TempDir private Path folder;
  private UpgradedHost host;

  @BeforeEach
  void theNewVersionServes() throws IOException {
    host = new UpgradedHost(folder);
    host.runs(UpgradedHost.NEXT);
    host.proven("{\"PostSubmissions\":[0,1]}");
  }

  @AfterEach
  void close() {
    host.close();
  }

  private static InUse before(List<String> running) {
    return new InUse(
        Receipt.alreadySo(""),
        UpgradedHost.version(UpgradedHost.NOW),
        90,
        Instant.now(),
        30,
        1,
        2,
        running,
        List.of(),
        List.of("id-1", "id-2"));
  }

  private HealthGate gate(HostUpgrade plan, List<String> running) {
    NodeApi node = host.daemon().api();
    Gate gate =
        new Gate(
            Plans.SCOPE,
            plan,
            before(running),
            UpgradedHost.version(UpgradedHost.NEXT),
            plan.window().outage());
    return new HealthGate(gate, node);
  }

  /** The third look: a head has to move by two epochs. */
  private HealthGate.Look look() {
    HealthGate gate = gate(host.plan("v1.36.3"), ALL);
    gate.look();
    gate.look();
    return gate.look();
  }

  @Test
  void isOpenedByAHostThatDoesWhatItDid() {
    assertThat(look()).isEqualTo(HealthGate.Look.GOOD);
  }

  @Test
  void isNotOpenedByAHeadThatIsOldOrStands() {
    host.headStands(0);
    assertThat(look().words()).isEqualTo("the head stands at 100");

    host.headStands(600);
    assertThat(look().words()).isEqualTo("the head (100) is old");
    assertThat(look().patience()).isFalse();
  }

  @Test
  void isNotOpenedByADaemonThatDoesNotAnswer() {
    host.node.failing("ChainHead", 503);
    assertThat(look().isGood()).isFalse();
    assertThat(look().patience()).isFalse();
  }

  @Test
  void isNotOpenedByAnotherVersionOfDaemonOrMiner() {
    host.daemonRuns(UpgradedHost.NOW);
    assertThat(look().words())
        .isEqualTo("the daemon is %s, not %s".formatted(UpgradedHost.NOW, UpgradedHost.NEXT));

    host.runs(UpgradedHost.NOW);
    host.daemonRuns(UpgradedHost.NEXT);
    assertThat(look().words()).startsWith("the miner is " + UpgradedHost.NOW);
  }

  @Test
  void isNotOpenedByAFaultThatIsNew() {
    host.faulty(1);
    assertThat(look().isGood()).as("as many as before").isTrue();
    host.faulty(2);
    assertThat(look().words()).isEqualTo("2 sectors are faulty, before it were 1");
    assertThat(look().patience()).isFalse();
  }

  @Test
  void isNotOpenedByAWorkerThatIsDisabledOrMissing() {
    host.workers(false);
    assertThat(look().words()).isEqualTo("the seal worker w has not joined");

    host.miner.answering("WorkerStats", "{\"session-w\":{\"Info\":{},\"Enabled\":true}}");
    assertThat(look().words()).isEqualTo("the miner has 1 workers, before it had 2");
  }

  @Test
  void isNotOpenedWithoutAStoragePathThatWasThere() {
    host.miner.answering("StorageLocal", "{\"id-1\":\"/srv/seal\"}");
    assertThat(look().words()).isEqualTo("storage id-2 is not opened");
  }

  @Test
  void aDeadlineThatIsNotProvenYetIsAMatterOfPatience() {
    host.proven("{}");
    assertThat(look())
        .isEqualTo(new HealthGate.Look("deadline 2 is open and not proven yet", true));

    host.live(false);
    assertThat(look()).as("nothing to prove").isEqualTo(HealthGate.Look.GOOD);
  }

  @Test
  void whatDidNotRunBeforeIsNotAskedFor() {
    host.miner.close();
    HealthGate gate = gate(host.plan("v1.36.3"), List.of("lotus-daemon"));
    gate.look();
    gate.look();
    assertThat(gate.look()).isEqualTo(HealthGate.Look.GOOD);
  }

  @Test
  void aHostOfWorkersAloneIsJudgedByThem() {
    HealthGate gate = gate(host.ofWorkersAlone(), List.of("lotus-worker-w"));
    host.node.close();
    assertThat(gate.look()).isEqualTo(HealthGate.Look.GOOD);
    host.workers(false);
    assertThat(gate.look().words()).isEqualTo("the seal worker w has not joined");
  }
}
