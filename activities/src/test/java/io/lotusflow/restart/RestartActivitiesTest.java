package io.lotusflow.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.benchmark.Benchmarks;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.FakeServices;
import io.lotusflow.node.Plans;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.wallet.WalletPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartActivitiesTest {

  private static final String VERSION =
      "{\"Version\":\"1.36.2\",\"APIVersion\":66816,\"BlockDelay\":30}";

  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();
  private final FakeNode miner = new FakeNode();
  private RestartActivitiesImpl restarts;
  private ByteSize sector = ByteSize.parse("2KiB");
  private Scope scope = Plans.SCOPE;

  @BeforeEach
  void everythingRuns() throws IOException {
    restarts =
        new RestartActivitiesImpl(
            folder.resolve("restarts"),
            new Benchmarks(folder.resolve("benchmarks")),
            new FakeServices(),
            progress -> {},
            Duration.ZERO);
    Files.writeString(folder.resolve("v28-proof.vk"), "a parameter");
    node.answering("Version", VERSION);
    node.answering(
        "ChainHead",
        params ->
            "{\"Height\":100,\"Blocks\":[{\"Timestamp\":%d,\"ParentBaseFee\":\"100\"}]}"
                .formatted(Instant.now().getEpochSecond()));
    node.answering(
        "StateMinerProvingDeadline",
        "{\"CurrentEpoch\":100,\"PeriodStart\":0,\"WPoStPeriodDeadlines\":48,"
            + "\"WPoStProvingPeriod\":2880,\"WPoStChallengeWindow\":60,"
            + "\"Open\":60,\"FaultCutoff\":-10}");
    miner.answering("Version", VERSION);
    miner.answering("ActorAddress", "\"f01000\"");
    miner.answering("StorageLocal", "{\"id-1\":\"/srv/seal\",\"id-2\":\"/srv/store\"}");
    miner.answering("WorkerJobs", "{}");
    workers("own", "remote");
  }

  @AfterEach
  void close() {
    node.close();
    miner.close();
  }

  private void workers(String... sessions) {
    StringBuilder json = new StringBuilder("{");
    for (String session : sessions) {
      json.append(json.length() > 1 ? "," : "")
          .append(
              "\"%s\":{\"Info\":{\"Hostname\":\"%s\"},\"Enabled\":true}"
                  .formatted(session, session.equals("own") ? hostname() : session));
    }
    miner.answering("WorkerStats", json.append("}").toString());
  }

  private void job(String session, String task) {
    miner.answering(
        "WorkerJobs",
        """
        {"%s":[{"ID":{},"Sector":{"Miner":1000,"Number":7},"Task":"seal/v0/%s","RunWait":0,
        "Start":"2026-01-01T00:00:00Z","Hostname":""}]}"""
            .formatted(session, task));
  }

  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RestartPlan plan(RestartPlan.Jobs jobs) {
    NodeApi api = NodeApi.local(folder.resolve("miner").toString(), miner.address());
    NodeApi daemon = NodeApi.local(folder.resolve("daemon").toString(), node.address());
    ByteSize size = sector;
    MinerPlan there =
        new MinerPlan(
            scope,
            "/bin/false",
            daemon,
            api,
            size,
            "",
            List.of(),
            Map.of(),
            new WalletPlan(Plans.SCOPE, daemon, "/bin/false", "", "", folder.toString(), ""),
            new ParamsPlan(Plans.SCOPE, "/bin/false", size, folder.toString(), Plans.DIRECT),
            Plans.service(folder),
            new StoragePlan(Plans.SCOPE, "/bin/false", api, daemon, List.of()),
            Duration.ofSeconds(5),
            false);
    return new RestartPlan(
        scope,
        RestartPlan.What.MINER,
        daemon,
        Optional.empty(),
        new SyncPlan(Plans.SCOPE, daemon, Duration.ofMinutes(1)),
        Optional.of(there),
        List.of(),
        jobs,
        Duration.ofHours(6),
        Duration.ofMinutes(3),
        Optional.empty(),
        Duration.ofMinutes(5),
        Optional.empty());
  }

  private RestartPlan plan() {
    return plan(RestartPlan.Jobs.WAIT);
  }

  @Test
  void aPreCommit1InTheMinersOwnProcessIsWaitedFor() {
    job("own", "precommit/1");

    JobsLook look = restarts.lookAtJobs(plan());
    assertThat(look.clear()).isFalse();
    assertThat(look.why()).contains("precommit/1 of sector 7 after", "d ");
    assertThat(restarts.lookAtJobs(plan(RestartPlan.Jobs.GO)).clear()).isTrue();
    assertThatThrownBy(() -> restarts.requireNoJobs(plan()))
        .hasMessageContaining("RESTART_JOBS_RUNNING");
  }

  @Test
  void aPreCommit1IsToldWithWhatItUsuallyTakes() throws IOException {
    job("own", "precommit/1");
    assertThat(restarts.lookAtJobs(plan()).why()).as("not known").doesNotContain("usually");

    sector = ByteSize.parse("32GiB");
    assertThat(restarts.lookAtJobs(plan()).why()).endsWith(", of usually about 5h 27m");

    Path kept = folder.resolve("benchmarks/node-1/20260101T000000Z-32GiB.json");
    Files.createDirectories(kept.getParent());
    Files.writeString(
        kept,
        "{\"SectorSize\":34359738368,\"SealingResults\":[{\"AddPiece\":1000000000,"
            + "\"PreCommit1\":10800000000000,\"PreCommit2\":60000000000,"
            + "\"Commit1\":1000000000,\"Commit2\":60000000000}]}");
    assertThat(restarts.lookAtJobs(plan()).why())
        .as("measured here")
        .endsWith(", of usually about 3h 00m");

    scope = new Scope(scope.node(), scope.host(), Language.CHINESE, false);
    JobsLook chinese = restarts.lookAtJobs(plan());
    assertThat(chinese.why()).contains("扇区 7 的 precommit/1 已运行", "通常约需 3h 00m");
    assertThat(chinese.receipt().note()).contains("precommit/1 of sector 7 after");
  }

  @Test
  void whatCostsMinutesIsToldAndNotWaitedFor() {
    job("own", "precommit/2");

    assertThat(restarts.lookAtJobs(plan()).clear()).isTrue();
    assertThat(restarts.lookAtJobs(plan()).why()).contains("precommit/2 of sector 7");
  }

  @Test
  void aJobOfASeparateWorkerGoesOn() {
    job("remote", "precommit/1");

    assertThat(restarts.lookAtJobs(plan()).receipt().outcome())
        .isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  @Test
  void withoutParametersNothingIsBegun() throws IOException {
    Files.delete(folder.resolve("v28-proof.vk"));

    assertThatThrownBy(() -> restarts.look(plan())).hasMessageContaining("RESTART_NO_PARAMETERS");
  }

  @Test
  void whatWasThereMustBeThereAgain() {
    RestartGround before = restarts.look(plan());
    assertThat(before.workers()).isEqualTo(2);
    assertThat(before.outage()).isEqualTo(Duration.ofMinutes(3));
    assertThat(restarts.verify(plan(), before).note()).contains("2 workers and 2 storage paths");

    miner.answering("StorageLocal", "{\"id-1\":\"/srv/seal\"}");
    workers("own");
    assertThatThrownBy(() -> restarts.verify(plan(), before))
        .hasMessageContaining("storage id-2 is not opened")
        .hasMessageContaining("1 of 2 workers are there");
  }

  @Test
  void aWorkerThatIsStillAtWorkIsNotMissed() {
    RestartGround before = restarts.look(plan());
    workers("own");
    job("remote", "precommit/2");

    assertThat(restarts.verify(plan(), before).note()).contains("deadlines answer");
  }

  @Test
  void aHeadThatIsOldIsNoEnd() {
    RestartGround before = restarts.look(plan());
    node.answering("ChainHead", "{\"Height\":100,\"Blocks\":[{\"Timestamp\":1}]}");

    assertThatThrownBy(() -> restarts.verify(plan(), before))
        .hasMessageContaining("the head is 100, which is old");
  }
}
