package io.lotusflow.upgrade;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.Installed;
import io.lotusflow.build.ToolchainPlan;
import io.lotusflow.chain.BesidePlan;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.home.Home;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.Plans;
import io.lotusflow.run.Receipt;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.window.WindowPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A daemon, a miner and a seal worker of v1.36.2 that answer as a test says. */
final class UpgradedHost implements AutoCloseable {
  static final String NOW = "1.36.2+mainnet+git.aaaaaaaa";
  static final String NEXT = "1.36.3+mainnet+git.bbbbbbbb";

  final FakeNode node = new FakeNode();
  final FakeNode miner = new FakeNode();
  final FakeNode worker = new FakeNode();
  final Home home;
  private final Path folder;
  private final AtomicLong height = new AtomicLong(100);

  UpgradedHost(Path folder) throws IOException {
    this.folder = folder;
    this.home = new Home(folder.resolve("home"));
    Files.createDirectories(bin(NOW));
    Files.createDirectories(folder.resolve("src"));
    Files.createSymbolicLink(folder.resolve("prefix/current"), Path.of("versions", NOW));
    runs(NOW);
    headMoves();
    node.answering("WalletList", "[]");
    node.answering("MpoolPending", "[]");
    node.answering(
        "StateMinerProvingDeadline",
        "{\"CurrentEpoch\":150,\"PeriodStart\":30,\"WPoStPeriodDeadlines\":48,"
            + "\"WPoStProvingPeriod\":2880,\"WPoStChallengeWindow\":60,"
            + "\"Open\":150,\"FaultCutoff\":80}");
    faulty(0);
    proven("{}");
    live(true);
    miner.answering("ActorAddress", "\"f01000\"");
    miner.answering("StorageLocal", "{\"id-1\":\"/srv/seal\",\"id-2\":\"/srv/store\"}");
    miner.answering("SectorsListInStates", "null");
    worker.answering("Session", "\"session-w\"");
    workers(true);
  }

  Path bin(String label) {
    return folder.resolve("prefix/versions/" + label + "/bin");
  }

  /** The version that daemon and miner say they are. */
  void runs(String label) {
    daemonRuns(label);
    miner.answering("Version", "{\"Version\":\"%s\",\"APIVersion\":131842}".formatted(label));
  }

  void daemonRuns(String label) {
    node.answering(
        "Version", "{\"Version\":\"%s\",\"APIVersion\":131840,\"BlockDelay\":30}".formatted(label));
  }

  /** An epoch with each look. */
  void headMoves() {
    node.answering("ChainHead", params -> head(height.incrementAndGet(), 0));
  }

  void headStands(int secondsOld) {
    node.answering("ChainHead", params -> head(height.get(), secondsOld));
  }

  private static String head(long height, int secondsOld) {
    return "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":%d,\"ParentBaseFee\":\"100\"}]}"
        .formatted(height, Instant.now().getEpochSecond() - secondsOld);
  }

  void faulty(int sectors) {
    node.answering(
        "StateMinerSectorCount", "{\"Live\":9,\"Active\":9,\"Faulty\":%d}".formatted(sectors));
  }

  /**
   * Deadline 2, which is open.
   *
   * @param deadline as the chain has it
   */
  void proven(String deadline) {
    node.answering("StateMinerDeadlines", "[{},{}," + deadline + "]");
  }

  /** Whether there is something to prove in it. */
  void live(boolean sectors) {
    node.answering(
        "StateMinerPartitions",
        params -> sectors && params.path(1).asInt() == 2 ? "[{\"LiveSectors\":[0,3]}]" : "null");
  }

  void workers(boolean enabled) {
    miner.answering(
        "WorkerStats",
        "{\"own\":{\"Info\":{\"Hostname\":\"h\"},\"Enabled\":true},"
            + "\"session-w\":{\"Info\":{\"Hostname\":\"w\"},\"Enabled\":%b}}".formatted(enabled));
  }

  static Installed version(String label) {
    return new Installed(
        Receipt.alreadySo(""), LotusVersion.parse(label), label, "/opt/versions/" + label + "/bin");
  }

  DaemonPlan daemon() {
    return Plans.daemon(folder, node.address());
  }

  HostUpgrade plan(String ref) {
    return plan(ref, "/nonexistent");
  }

  HostUpgrade plan(String ref, String source) {
    DaemonPlan daemon = daemon();
    MinerPlan there = miner(daemon);
    SealWorkerPlan sealing = sealWorker();
    BesidePlan beside =
        new BesidePlan(
            "",
            "",
            "",
            true,
            2,
            Duration.ofHours(6),
            Duration.ofMinutes(3),
            Duration.ofMinutes(5),
            List.of());
    ChainNode chain =
        new ChainNode(
            Plans.SCOPE,
            daemon,
            new SyncPlan(Plans.SCOPE, daemon.api(), Duration.ofMinutes(1)),
            Optional.of(there),
            beside);
    return new HostUpgrade(
        Plans.SCOPE,
        build(ref, source),
        Optional.of(chain),
        Optional.of(there),
        List.of(sealing),
        List.of(daemon.service(), there.service(), sealing.service()),
        Optional.empty(),
        new BackupPlan(
            Plans.SCOPE, "/srv/backup", Optional.empty(), Optional.empty(), List.of(), ""),
        chain.window(),
        Optional.empty());
  }

  /** Where nothing but the seal worker runs. */
  HostUpgrade ofWorkersAlone() {
    HostUpgrade all = plan("v1.36.3");
    WindowPlan window = all.window();
    return new HostUpgrade(
        all.scope(),
        all.build(),
        Optional.empty(),
        Optional.empty(),
        all.workers(),
        List.of(sealWorker().service()),
        Optional.empty(),
        all.backup(),
        window,
        Optional.empty());
  }

  private MinerPlan miner(DaemonPlan daemon) {
    MinerPlan plan = Plans.miner(folder, miner.address());
    return new MinerPlan(
        plan.scope(),
        plan.binary(),
        daemon.api(),
        plan.api(),
        plan.sectorSize(),
        plan.actor(),
        plan.announce(),
        plan.environment(),
        plan.wallets(),
        plan.params(),
        named("lotus-miner"),
        plan.storage(),
        plan.apiStart(),
        plan.askFirst());
  }

  private ServicePlan named(String name) {
    ServiceUnit unit = Plans.service(folder).unit();
    return new ServicePlan(
        Plans.SCOPE,
        ServicePlan.Manager.SUPERVISED,
        new ServiceUnit(
            name,
            name,
            unit.command(),
            Map.of(),
            folder.toString(),
            "",
            1024,
            "",
            "",
            List.of(),
            List.of(),
            unit.logFile(),
            Duration.ofSeconds(5)));
  }

  private SealWorkerPlan sealWorker() {
    SealWorker sealing =
        new SealWorker(
            "w",
            folder.resolve("w").toString(),
            folder.toString(),
            "127.0.0.1:" + worker.port(),
            List.of(SealTask.PRECOMMIT1),
            "",
            Map.of());
    return new SealWorkerPlan(
        Plans.SCOPE,
        SealWorkerPlan.Act.ADD,
        sealing,
        NodeApi.local(folder.resolve("miner").toString(), miner.address()),
        List.of(),
        "",
        named("lotus-worker-w"),
        false);
  }

  private BuildPlan build(String ref, String source) {
    return new BuildPlan(
        Plans.SCOPE,
        Network.MAINNET,
        source,
        ref,
        folder.resolve("src").toString(),
        folder.resolve("prefix").toString(),
        "",
        "all",
        List.of(),
        BuildPlan.FfiBuild.AUTO,
        BuildPlan.Gpu.NONE,
        Map.of(),
        new ToolchainPlan(false, "", "", ""),
        Plans.DIRECT);
  }

  /** As a run has noted it. */
  void noted(UpgradeNote.State state, String from, String to) {
    new UpgradeNotes(home.upgrades())
        .write(
            Plans.SCOPE.node().value(),
            new UpgradeNote(
                state,
                from,
                bin(from).toString(),
                to,
                bin(to).toString(),
                Instant.parse("2026-01-02T03:04:05Z"),
                -1,
                "",
                "",
                100,
                Optional.empty(),
                30));
  }

  void link(String label) {
    Path link = folder.resolve("prefix/current");
    try {
      Files.createDirectories(bin(label));
      Files.delete(link);
      Files.createSymbolicLink(link, Path.of("versions", label));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.close();
    miner.close();
    worker.close();
  }
}
