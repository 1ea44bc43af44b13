package io.lotusflow.settings;

import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.migration.PathMove;
import io.lotusflow.run.Scope;
import io.lotusflow.sealworker.HostSurvey;
import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.settings.NodeSettings.Role;
import io.lotusflow.storage.StorageJson;
import io.lotusflow.storage.StoragePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How daemon and miner run: command, environment, limits. */
final class Services {

  /** Closing the stores of a large node takes minutes; killed meanwhile, it repairs for hours. */
  private static final Duration STOP = Duration.ofMinutes(10);

  /** Networks whose genesis is not the one built in. */
  private static final Set<Network> OWN_GENESIS = Set.of(Network.CUSTOM, Network.DEVNET_2K);

  /**
   * Gives lotus-miner the token of a remote daemon, which it takes from nothing but its
   * environment: so that neither unit nor argument vector nor history has more than the file's
   * name.
   */
  private static final String WITH_TOKEN =
      "FULLNODE_API_INFO=\"$(/bin/cat \"$0\"):$1\"; export FULLNODE_API_INFO; shift; exec \"$@\"";

  /** Without it Lotus gives its metadata to nobody while it runs. */
  private static final String BACKUP_BASE = "LOTUS_BACKUP_BASE_PATH";

  private final Settings settings;
  private final Scope scope;
  private final NodeApi node;
  private final String backups;

  /**
   * @param backups folder into which daemon and miner may write their metadata while they run
   */
  Services(Settings settings, Scope scope, NodeApi node, String backups) {
    this.settings = settings;
    this.scope = scope;
    this.node = node;
    this.backups = backups;
  }

  /** Of the version in use: {@code lotus}, {@code lotus-miner}. */
  String binary(String name) {
    return settings.build().prefix() + "/current/bin/" + name;
  }

  ServicePlan daemon() {
    DaemonSettings daemon = settings.daemon();
    return plan(
        settings.services().daemonUnit(),
        "Lotus daemon (" + settings.node().name() + ")",
        daemonCommand(),
        daemonEnvironment(),
        daemon.repo(),
        List.of(daemon.repo()),
        List.of());
  }

  /**
   * A miner does not start without all of its storage: its service waits for what the settings
   * name, and for what it was given besides.
   *
   * @param more paths that it is about to be given
   */
  ServicePlan miner(List<StoragePath> more) {
    return miner(storage(more));
  }

  /** The same after its storage has moved. */
  ServicePlan minerMoved(List<PathMove> moves) {
    Set<String> paths = storage(List.of());
    for (PathMove move : moves) {
      paths.remove(Path.of(move.from()).normalize().toString());
      paths.addAll(move.to());
    }
    return miner(paths);
  }

  private ServicePlan miner(Set<String> storage) {
    MinerSettings miner = settings.miner();
    List<String> mounts =
        new ArrayList<>(List.of(miner.repo(), miner.parameters(), miner.parents(), miner.tmpdir()));
    mounts.addAll(storage);
    Map<String, String> environment = new TreeMap<>(common());
    environment.put(BACKUP_BASE, backups);
    environment.putAll(minerEnvironment());
    return plan(
        settings.services().minerUnit(),
        "Lotus miner (" + settings.node().name() + ")",
        minerCommand(),
        environment,
        miner.repo(),
        mounts,
        settings.node().has(Role.DAEMON)
            ? List.of(settings.services().daemonUnit() + ".service")
            : List.of());
  }

  private Set<String> storage(List<StoragePath> more) {
    Set<String> paths = new LinkedHashSet<>();
    settings.storage().stream().map(StoragePath::path).forEach(paths::add);
    new StorageJson(Path.of(settings.miner().repo()))
        .paths().stream().map(path -> Path.of(path).normalize().toString()).forEach(paths::add);
    more.stream().map(StoragePath::path).forEach(paths::add);
    return paths;
  }

  /** As {@link #WITH_TOKEN}, for a worker and its miner, whose file has token and address. */
  private static final String WITH_MINER =
      "MINER_API_INFO=\"$(/bin/cat \"$0\")\"; export MINER_API_INFO; exec \"$@\"";

  /**
   * A unit for a seal worker, which Lotus ships none for.
   *
   * @param minerInfo file with token and address of the miner
   */
  ServicePlan sealWorker(SealWorker worker, String minerInfo) {
    return sealWorker(worker, minerInfo, binary("lotus-worker"), usesGpu());
  }

  /** The same on another host. */
  ServicePlan sealWorker(SealWorker worker, String minerInfo, HostSurvey there) {
    return sealWorker(
        worker,
        minerInfo,
        there.program().isEmpty() ? binary("lotus-worker") : there.program(),
        Gpus.used(settings.build().gpu(), !there.topology().gpus().isEmpty()));
  }

  private ServicePlan sealWorker(
      SealWorker worker, String minerInfo, String program, boolean usesGpu) {
    Map<String, String> environment = new TreeMap<>(common());
    environment.putAll(minerEnvironment(usesGpu));
    environment.remove("LOTUS_MINER_PATH");
    environment.remove("LOTUS_PATH");
    environment.put("LOTUS_WORKER_PATH", worker.path());
    environment.put("TMPDIR", worker.tmpdir());
    environment.putAll(alive(worker.environment()));
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", WITH_MINER, minerInfo, program));
    command.addAll(List.of("run", "--listen=" + worker.listen(), "--name=" + worker.name()));
    command.addAll(taskFlags(worker));
    ServicePlan plan =
        plan(
            settings.services().minerUnit().replaceFirst("miner$", "worker") + '-' + worker.name(),
            "Lotus seal worker " + worker.name() + " (" + settings.node().name() + ")",
            command,
            environment,
            worker.path(),
            List.of(worker.path(), worker.tmpdir(), settings.miner().parameters()),
            List.of());
    return new ServicePlan(scope, plan.manager(), plan.unit().onCpus(worker.cpus()));
  }

  /** All that a worker does unasked is named, that it does what it was added for and no more. */
  private List<String> taskFlags(SealWorker worker) {
    List<String> flags = new ArrayList<>();
    for (SealTask task : SealTask.values()) {
      flags.add("--" + task.flag() + '=' + worker.tasks().contains(task));
    }
    if (new Dialect(settings.build().version()).workersUpdateReplicas()) {
      for (SealTask task : SealTask.values()) {
        task.update()
            .ifPresent(
                update -> flags.add("--" + update.flag() + '=' + worker.tasks().contains(task)));
      }
      flags.add("--regen-sector-key=false");
    }
    return flags;
  }

  /** Of every {@code lotus-miner} command: paths, performance, GPU. */
  Map<String, String> minerEnvironment() {
    return minerEnvironment(usesGpu());
  }

  private boolean usesGpu() {
    return Gpus.used(settings.build().gpu());
  }

  private Map<String, String> minerEnvironment(boolean usesGpu) {
    MinerSettings miner = settings.miner();
    Map<String, String> environment = new TreeMap<>();
    environment.put("LOTUS_MINER_PATH", miner.repo());
    if (!node.isRemote()) {
      environment.put("LOTUS_PATH", node.repo());
    }
    environment.putAll(parameters());
    environment.put("FIL_PROOFS_PARENT_CACHE", miner.parents());
    environment.put("TMPDIR", miner.tmpdir());
    environment.put("BELLMAN_CPU_UTILIZATION", Double.toString(miner.cpuUtilization()));
    environment.putAll(gpu(usesGpu));
    environment.putAll(alive(miner.environment()));
    return environment;
  }

  /**
   * Of {@code lotus-bench}: as the miner has it, that it measures the same. The miner's TMPDIR too,
   * whose locks keep both from the GPU at once; but not where the miner is another user, who could
   * not open locks that are ours.
   *
   * @param folder of the benchmark
   */
  Map<String, String> benchmarkEnvironment(Path folder) {
    Map<String, String> environment = new TreeMap<>(minerEnvironment());
    environment.remove("LOTUS_MINER_PATH");
    environment.remove("LOTUS_PATH");
    if (!settings.services().user().isEmpty()) {
      environment.put("TMPDIR", folder.resolve("tmp").toString());
    }
    return environment;
  }

  private Map<String, String> gpu(boolean used) {
    MinerSettings miner = settings.miner();
    Map<String, String> environment = new TreeMap<>();
    if (!used) {
      environment.put("BELLMAN_NO_GPU", "1");
      return environment;
    }
    environment.put("FIL_PROOFS_USE_GPU_COLUMN_BUILDER", "1");
    environment.put("FIL_PROOFS_USE_GPU_TREE_BUILDER", "1");
    if (!miner.customGpu().isEmpty()) {
      environment.put(EnvironmentNames.customGpu(settings.build().version()), miner.customGpu());
    }
    if (!miner.cudaVisibleDevices().isEmpty()) {
      environment.put("CUDA_VISIBLE_DEVICES", miner.cudaVisibleDevices());
    }
    return environment;
  }

  private List<String> daemonCommand() {
    List<String> command = new ArrayList<>(List.of(binary("lotus"), "daemon"));
    String genesis = settings.daemon().genesis();
    if (!genesis.isEmpty()) {
      command.add("--genesis=" + genesisFile(genesis));
    }
    return command;
  }

  /** A genesis given by URL is fetched into the repository. */
  private String genesisFile(String genesis) {
    return genesis.startsWith("/") ? genesis : settings.daemon().repo() + "/genesis.car";
  }

  private Map<String, String> daemonEnvironment() {
    Map<String, String> environment = new TreeMap<>(common());
    environment.put("LOTUS_PATH", settings.daemon().repo());
    environment.put(BACKUP_BASE, backups);
    environment.putAll(parameters());
    if (OWN_GENESIS.contains(settings.node().network())) {
      environment.put("LOTUS_SKIP_GENESIS_CHECK", "_yes_");
    }
    environment.putAll(alive(settings.daemon().environment()));
    return environment;
  }

  private List<String> minerCommand() {
    List<String> run = List.of(binary("lotus-miner"), "run");
    if (!node.isRemote()) {
      return run;
    }
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", WITH_TOKEN, node.tokenFile(), node.address()));
    command.addAll(run);
    return command;
  }

  /** The daemon too looks for verifying keys at each start, and fetches those that are missing. */
  private Map<String, String> parameters() {
    return Map.of(
        "FIL_PROOFS_PARAMETER_CACHE", settings.miner().parameters(),
        "IPFS_GATEWAY", settings.networkAccess().filled().ipfsGateways().get(0));
  }

  /** Without GOLOG_FILE, which would take the log away from the unit's own file. */
  private Map<String, String> common() {
    return Map.of(
        "LOTUS_FD_MAX", Long.toString(settings.host().nofile()), "GOLOG_LOG_FMT", "nocolor");
  }

  private Map<String, String> alive(Map<String, String> given) {
    return EnvironmentNames.heardBy(settings.build().version(), given);
  }

  private ServicePlan plan(
      String name,
      String description,
      List<String> command,
      Map<String, String> environment,
      String folder,
      List<String> mounts,
      List<String> after) {
    ServiceSettings services = settings.services();
    return new ServicePlan(
        scope,
        services.manager(),
        new ServiceUnit(
            name,
            description,
            command,
            environment,
            folder,
            services.user(),
            settings.host().nofile(),
            services.memoryMax().map(size -> Long.toString(size.bytes())).orElse(""),
            services.cpuAffinity(),
            mounts,
            after,
            services.logFolder() + '/' + name + ".log",
            STOP));
  }
}
