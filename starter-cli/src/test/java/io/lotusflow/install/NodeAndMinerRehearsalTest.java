package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.chain.SnapshotActivities;
import io.lotusflow.chain.SnapshotActivitiesImpl;
import io.lotusflow.chain.SnapshotFile;
import io.lotusflow.chain.SnapshotPlan;
import io.lotusflow.home.Home;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.miner.MinerActivities;
import io.lotusflow.miner.MinerActivitiesImpl;
import io.lotusflow.miner.MinerActor;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.miner.MinerReport;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.node.ApiWait;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.NodeActivities;
import io.lotusflow.node.NodeActivitiesImpl;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.process.Programs;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.run.Reported;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.storage.StorageActivities;
import io.lotusflow.storage.StorageActivitiesImpl;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.sync.SyncActivitiesImpl;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.temporal.Payloads;
import io.lotusflow.wallet.MinerWallets;
import io.lotusflow.wallet.WalletActivities;
import io.lotusflow.wallet.WalletActivitiesImpl;
import io.lotusflow.wallet.WalletPlan;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps from a snapshot to a miner with storage, against the stand-in suite as processes. */
class NodeAndMinerRehearsalTest {
  private static final Scope SCOPE =
      new Scope(new NodeId("node-1"), new HostId("host-1"), Language.ENGLISH, false);
  private static final NetworkAccess DIRECT =
      new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");
  private static final BigInteger FIL = BigInteger.TEN.pow(18);

  @TempDir Path folder;
  private io.lotusflow.rehearsal.suite.network.Network network;
  private TestActivityEnvironment temporal;
  private NodeActivities nodes;
  private SnapshotActivities snapshots;
  private SyncActivities sync;
  private WalletActivities wallets;
  private MinerActivities miners;
  private StorageActivities storage;
  private ServiceActivities services;
  private NodeApi daemonApi;
  private NodeApi minerApi;

  @BeforeEach
  void begin() throws IOException {
    network =
        io.lotusflow.rehearsal.suite.network.Network.open(
            folder.resolve("net"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Duration.ofSeconds(1));
    daemonApi = api("daemon");
    minerApi = api("miner");
    binary("lotus", "LotusMain");
    binary("lotus-miner", "LotusMinerMain");
    stubs();
  }

  @AfterEach
  void end() {
    services.uninstall(minerService());
    services.uninstall(daemonService());
    temporal.close();
    network.close();
  }

  private NodeApi api(String name) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return NodeApi.local(
          folder.resolve(name).toString(), "/ip4/127.0.0.1/tcp/" + free.getLocalPort() + "/http");
    }
  }

  private void binary(String name, String main) throws IOException {
    Path resources = Files.createDirectories(folder.resolve("resources"));
    Files.createDirectories(folder.resolve("faults"));
    Files.writeString(
        resources.resolve("version.properties"),
        "version=1.36.2\nnetwork=rehearsal\ncommit=b835fab7\nblockdelay=1\n");
    Files.writeString(resources.resolve("bootstrap.pi"), network.multiaddr() + "\n");
    Files.writeString(
        resources.resolve("rehearsal.properties"), "faults=" + folder.resolve("faults") + "\n");
    if (Files.notExists(resources.resolve("genesis.car"))) {
      Files.copy(network.genesis(), resources.resolve("genesis.car"));
    }
    Path script =
        Files.writeString(
            folder.resolve(name),
            """
            #!/bin/sh
            exec "%s/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -cp "%s:%s" io.lotusflow.rehearsal.suite.%s "$@"
            """
                .formatted(
                    System.getProperty("java.home"),
                    resources,
                    System.getProperty("java.class.path"),
                    main));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void stubs() {
    Jobs jobs = new Jobs(folder.resolve("jobs"));
    JobSteps steps = new JobSteps(jobs);
    Programs programs = new Programs();
    Consumer<JobProgress> beat = how -> Activity.getExecutionContext().heartbeat(how);
    ServiceActivitiesImpl serviceImpl = new ServiceActivitiesImpl(new Home(folder.resolve("home")));
    ApiWait wait = new ApiWait(serviceImpl, beat);
    temporal =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    temporal.registerActivitiesImplementations(
        serviceImpl,
        new NodeActivitiesImpl(programs, wait),
        new SnapshotActivitiesImpl(programs, jobs, steps, beat),
        new SyncActivitiesImpl(beat),
        new WalletActivitiesImpl(programs, beat),
        new MinerActivitiesImpl(programs, jobs, steps, wait, beat),
        new StorageActivitiesImpl(programs, beat));
    services = stub(ServiceActivities.class);
    nodes = stub(NodeActivities.class);
    snapshots = stub(SnapshotActivities.class);
    sync = stub(SyncActivities.class);
    wallets = stub(WalletActivities.class);
    miners = stub(MinerActivities.class);
    storage = stub(StorageActivities.class);
  }

  private <T> T stub(Class<T> type) {
    return temporal.newActivityStub(
        type,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(3))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .build());
  }

  private ServicePlan service(String name, List<String> command, Map<String, String> environment) {
    ServiceUnit unit =
        new ServiceUnit(
            name,
            name,
            command,
            environment,
            folder.toString(),
            "",
            4096,
            "",
            "",
            List.of(),
            List.of(),
            folder.resolve(name + ".log").toString(),
            Duration.ofSeconds(10));
    return new ServicePlan(SCOPE, ServicePlan.Manager.SUPERVISED, unit);
  }

  private ServicePlan daemonService() {
    return service(
        "rehearsal-daemon",
        List.of(folder.resolve("lotus").toString(), "daemon"),
        Map.of("LOTUS_PATH", daemonApi.repo(), "HOME", folder.toString()));
  }

  private ServicePlan minerService() {
    return service(
        "rehearsal-miner",
        List.of(folder.resolve("lotus-miner").toString(), "run", "--nosync"),
        Map.of(
            "LOTUS_PATH",
            daemonApi.repo(),
            "LOTUS_MINER_PATH",
            minerApi.repo(),
            "HOME",
            folder.toString()));
  }

  private DaemonPlan daemon() {
    return new DaemonPlan(
        SCOPE,
        Network.REHEARSAL,
        folder.resolve("lotus").toString(),
        daemonApi,
        List.of("/ip4/127.0.0.1/tcp/0"),
        List.of(),
        true,
        "",
        List.of(),
        DIRECT,
        daemonService(),
        Duration.ofMinutes(1));
  }

  private SnapshotPlan snapshot() {
    return new SnapshotPlan(
        SCOPE,
        folder.resolve("snapshot.car").toString(),
        "",
        folder.resolve("downloads").toString(),
        daemon());
  }

  private WalletPlan wallet() {
    return new WalletPlan(
        SCOPE,
        daemonApi,
        folder.resolve("lotus").toString(),
        "",
        "",
        folder.resolve("key-backup").toString(),
        "");
  }

  private StoragePlan storagePlan() {
    return new StoragePlan(
        SCOPE,
        folder.resolve("lotus-miner").toString(),
        minerApi,
        daemonApi,
        List.of(
            new StoragePath(folder.resolve("seal").toString(), true, false, 10, Optional.empty()),
            new StoragePath(
                folder.resolve("store").toString(),
                false,
                true,
                20,
                Optional.of(ByteSize.parse("1GiB")))));
  }

  private MinerPlan miner() {
    ByteSize size = ByteSize.parse("2KiB");
    return new MinerPlan(
        SCOPE,
        folder.resolve("lotus-miner").toString(),
        daemonApi,
        minerApi,
        size,
        "",
        List.of("/ip4/203.0.113.5/tcp/24001"),
        Map.of(),
        wallet(),
        new ParamsPlan(SCOPE, folder.resolve("lotus").toString(), size, folder.toString(), DIRECT),
        minerService(),
        storagePlan(),
        Duration.ofMinutes(1),
        false);
  }

  private List<Reported> node() {
    List<Reported> steps = new ArrayList<>();
    steps.add(nodes.writeConfig(daemon()));
    var there = snapshots.inspect(snapshot());
    steps.add(there);
    if (there.receipt().outcome() != Outcome.ALREADY_SO) {
      SnapshotFile file = snapshots.fetch(snapshot(), snapshots.resolve(snapshot()));
      steps.add(snapshots.importBeside(snapshot(), file));
    }
    services.install(daemonService());
    services.start(daemonService());
    steps.add(nodes.awaitApi(daemon()));
    // Not among the steps: whether it has to wait for the next block is a matter of the moment.
    sync.awaitSynced(new SyncPlan(SCOPE, daemonApi, Duration.ofSeconds(30)));
    return steps;
  }

  private MinerWallets funded(List<Reported> steps) throws IOException {
    MinerWallets keys = wallets.makeWallets(wallet());
    steps.add(keys);
    steps.add(wallets.backUpKeys(wallet(), keys));
    if (!wallets.readFunds(wallet(), keys).enough()) {
      network.fund(keys.owner(), FIL.multiply(BigInteger.valueOf(50)));
      network.fund(keys.worker(), FIL);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> wallets.readFunds(wallet(), keys).enough());
    }
    return keys;
  }

  private MinerReport running(List<Reported> steps, MinerWallets keys, MinerActor actor) {
    steps.add(miners.writeConfig(miner()));
    services.install(minerService());
    services.start(minerService());
    steps.add(miners.awaitApi(miner()));
    steps.add(miners.announceAddresses(miner(), actor));
    storagePlan().paths().forEach(path -> steps.add(storage.attach(storagePlan(), path)));
    return miners.verify(miner(), actor, keys);
  }

  private static List<Outcome> outcomes(List<Reported> steps) {
    return steps.stream().map(step -> step.receipt().outcome()).distinct().toList();
  }

  @Test
  void goesFromASnapshotToAMinerWithStorageAndFindsItAllAgain() throws IOException {
    network.exportSnapshot(folder.resolve("snapshot.car"));
    List<Reported> first = node();
    MinerWallets keys = funded(first);
    MinerActor actor = miners.create(miner(), keys);
    MinerReport report = running(first, keys, actor);
    assertThat(report.storage()).hasSize(2);
    assertThat(report.owner()).isEqualTo(keys.owner());
    assertThat(report.version()).startsWith("v1.36.2");

    List<Reported> second = node();
    MinerWallets sameKeys = funded(second);
    MinerActor sameActor = miners.create(miner(), sameKeys);
    second.add(sameActor);
    assertThat(running(second, sameKeys, sameActor).storage()).isEqualTo(report.storage());
    assertThat(sameActor.address()).isEqualTo(actor.address());
    assertThat(outcomes(second)).containsExactly(Outcome.ALREADY_SO);
  }

  @Test
  void takesTheActorOfAnInitThatWasKilledAfterItsMessage() throws IOException {
    network.exportSnapshot(folder.resolve("snapshot.car"));
    List<Reported> steps = node();
    MinerWallets keys = funded(steps);
    Files.writeString(folder.resolve("faults/init-killed-after-push"), "");
    MinerActor actor = miners.create(miner(), keys);
    assertThat(actor.receipt().commands()).last().asString().contains("--actor=" + actor.address());
    assertThat(running(steps, keys, actor).actor()).isEqualTo(actor.address());
  }
}
