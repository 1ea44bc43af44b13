package io.lotusflow.settings;

import io.lotusflow.actor.ActorPlan;
import io.lotusflow.backup.BackupPlan;
import io.lotusflow.benchmark.BenchmarkPlan;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.chain.BesidePlan;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.chain.ChainResetPlan;
import io.lotusflow.chain.ExportPlan;
import io.lotusflow.chain.Fetching;
import io.lotusflow.chain.SnapshotPlan;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.handover.HandOverPlan;
import io.lotusflow.home.Home;
import io.lotusflow.host.HostPlan;
import io.lotusflow.install.HostInstall;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.migration.MigrationPlan;
import io.lotusflow.migration.PathMove;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.reset.LocalResetPlan;
import io.lotusflow.restart.RestartPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Scope;
import io.lotusflow.sealworker.HostSurvey;
import io.lotusflow.sealworker.MinerElsewhere;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SurveyPlan;
import io.lotusflow.sector.PledgePlan;
import io.lotusflow.sector.RecoverPlan;
import io.lotusflow.sector.SetStatePlan;
import io.lotusflow.sector.SnapUpPlan;
import io.lotusflow.sector.WatchPlan;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceRequest;
import io.lotusflow.service.ServiceWorkflow;
import io.lotusflow.settings.NodeSettings.Role;
import io.lotusflow.storage.StorageAttachPlan;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.upgrade.HostUpgrade;
import io.lotusflow.upgrade.UpgradePlan;
import io.lotusflow.wallet.KeysPlan;
import io.lotusflow.wallet.WalletPlan;
import io.lotusflow.window.WindowPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Turns settings into the plans that workflows are started with: one method per procedure. Plans
 * are complete: nothing is looked up in settings later, and defaults that depend on the network are
 * filled in.
 */
public final class Plans {

  private static final Map<Network, String> SNAPSHOTS =
      Map.of(
          Network.MAINNET, "https://forest-archive.chainsafe.dev/latest/mainnet/",
          Network.CALIBNET, "https://forest-archive.chainsafe.dev/latest/calibnet/");

  private static final int FIRST_WORKER_PORT = 3456;

  /** The usual ones stay free for real workers. */
  private static final int FIRST_WORKER_PORT_OF_A_REHEARSAL = 23_456;

  /** After it a new version has failed, unless less is enough for a stall. */
  private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(5);

  private final Settings settings;
  private final Scope scope;
  private final Path downloads;
  private final Services services;
  private final boolean allowed;

  /** The machine with the miner that hangs on this one's daemon. */
  private final Optional<Plans> distant;

  /**
   * @param downloads where a snapshot is kept when the settings do not say
   */
  Plans(Settings settings, Scope scope, Path downloads) {
    this(settings, scope, downloads, false, Optional.empty());
  }

  private Plans(
      Settings settings, Scope scope, Path downloads, boolean allowed, Optional<Plans> distant) {
    this.allowed = allowed;
    this.distant = distant;
    this.settings = settings;
    this.scope = scope;
    this.downloads = downloads;
    this.services = new Services(settings, scope, node(), backups().toString());
  }

  /**
   * Plans for a host that uses the same folders as this process.
   *
   * @param language of the words in the run; {@link Settings#language} unless the command line says
   *     otherwise
   */
  public static Plans of(Settings settings, HostId host, boolean dryRun, Language language) {
    return new Plans(
        settings,
        new Scope(
            settings.node().name(),
            host,
            language,
            dryRun,
            settings.timeouts().workerLost(),
            settings.alerts().targets()),
        Home.ofThisProcess().folder().resolve("downloads"));
  }

  /** The same, not as a dry run: for what is to be done again and again. */
  public Plans forGood() {
    return new Plans(settings, scope.forGood(), downloads, allowed, distant);
  }

  /** The same for another host, which has the same settings. */
  public Plans on(HostId host) {
    return new Plans(settings, scope.on(host), downloads, allowed, distant);
  }

  /** For a machine of this node: its own programs, folders and services, this one's miner. */
  public Plans onMachineOf(Plans other) {
    return new Plans(
        settings.onMachineOf(other.settings),
        scope.on(other.scope.host()),
        downloads,
        allowed,
        distant);
  }

  public Scope scope() {
    return scope;
  }

  /**
   * The same node with another version of Lotus.
   *
   * @param ref a tag, branch or commit
   * @throws IllegalArgumentException if it cannot be one
   */
  public Plans at(String ref) {
    return new Plans(settings.at(ref), scope, downloads, allowed, distant);
  }

  /** The tag, branch or commit that the settings name. */
  public String ref() {
    return settings.build().ref();
  }

  /** The release of Lotus that is built. */
  public LotusVersion version() {
    return settings.build().version();
  }

  /** Of the daemon of this machine; empty where none runs. */
  public String repo() {
    return daemon().isPresent() ? settings.daemon().repo() : "";
  }

  /**
   * The same, with a miner of ours on another machine that hangs on this one's daemon.
   *
   * @param other the machine with the miner
   */
  public Plans withDistantMiner(Plans other) {
    return new Plans(settings, scope, downloads, allowed, Optional.of(other));
  }

  /** The same, with what moves funds allowed from the start. */
  public Plans withSpendingAllowed() {
    return new Plans(settings, scope, downloads, true, distant);
  }

  public InstallPlan install() {
    return new InstallPlan(scope, host(), build(), daemon(), snapshot(), sync(), miner());
  }

  /**
   * This machine's part of an install over several.
   *
   * @param daemon plans of the machine of its miner's daemon, if that is another one of ours
   */
  public HostInstall install(Optional<Plans> daemon) {
    Optional<HandOverPlan> token = daemon.flatMap(this::daemonsToken);
    boolean proves = has(Role.MINER) || has(Role.SEAL_WORKER);
    return new HostInstall(
        token.isPresent() ? install().withTokenToCome() : install(),
        proves ? Optional.of(params()) : Optional.empty(),
        token);
  }

  /** Empty where no miner of this machine wants it. */
  private Optional<HandOverPlan> daemonsToken(Plans there) {
    return miner()
        .filter(miner -> miner.node().isRemote())
        .map(
            miner ->
                new HandOverPlan(
                    scope,
                    there.scope.host(),
                    HandOverPlan.Of.DAEMON,
                    there.node(),
                    miner.node().address(),
                    miner.node().tokenFile(),
                    HandOverPlan.Content.TOKEN,
                    settings.services().user()));
  }

  /** Settings files of the other machines of this node, by host. */
  public Map<String, String> hosts() {
    return settings.node().hosts();
  }

  public Network network() {
    return settings.node().network();
  }

  public HostPlan host() {
    HostSettings host = settings.host();
    return new HostPlan(
        scope, host.packages(), host.swap(), host.swapFile(), host.nofile(), access());
  }

  public BuildPlan build() {
    BuildSettings build = settings.build();
    Network network = settings.node().network();
    return new BuildPlan(
        scope,
        network,
        build.source(),
        build.ref(),
        build.checkout(),
        build.prefix(),
        build.links(),
        build.makeTarget().isEmpty() ? network.makeTarget() : build.makeTarget(),
        build.tools(),
        build.ffi(),
        build.gpu(),
        build.environment(),
        settings.networkAccess().toolchain(settings.toolchain()),
        access());
  }

  /** Absent where no daemon runs on this machine. */
  public Optional<DaemonPlan> daemon() {
    return has(Role.DAEMON) ? Optional.of(localDaemon()) : Optional.empty();
  }

  /** Absent without a daemon here, and where the chain is synced from genesis. */
  public Optional<SnapshotPlan> snapshot() {
    SnapshotSettings snapshot = settings.snapshot();
    String folder = snapshot.downloads().isEmpty() ? downloads.toString() : snapshot.downloads();
    return daemon()
        .flatMap(
            daemon ->
                snapshotSource()
                    .map(
                        source ->
                            new SnapshotPlan(
                                scope, source, snapshot.sha256(), folder, daemon, fetching())));
  }

  /**
   * As {@link #snapshot}, but a full chain that is validated.
   *
   * @param file absolute path
   */
  public Optional<SnapshotPlan> wholeChain(String file) {
    SnapshotSettings snapshot = settings.snapshot();
    String folder = snapshot.downloads().isEmpty() ? downloads.toString() : snapshot.downloads();
    return daemon()
        .map(daemon -> new SnapshotPlan(scope, file, "", folder, daemon, fetching(), true));
  }

  /**
   * Absent where what is to be restarted does not run on this machine.
   *
   * @param jobsWithin how long jobs are waited for
   * @param away how long it will be away, if that is known better than from earlier restarts
   */
  public Optional<RestartPlan> restart(
      RestartPlan.What what, RestartPlan.Jobs jobs, Duration jobsWithin, Optional<Duration> away) {
    boolean here = what == RestartPlan.What.NODE ? has(Role.DAEMON) : has(Role.MINER);
    BesidePlan chain = settings.chain().beside();
    return Optional.of(what)
        .filter(any -> here)
        .map(
            any ->
                new RestartPlan(
                    scope,
                    what,
                    node(),
                    daemon(),
                    sync(),
                    miner(),
                    chain.miners(),
                    jobs,
                    jobsWithin,
                    chain.outage(),
                    away,
                    chain.margin(),
                    dealsOf(what),
                    isOfDistant(what) ? distantMiner() : Optional.empty()));
  }

  private boolean isOfDistant(RestartPlan.What what) {
    return what == RestartPlan.What.NODE && distantMiner().isPresent();
  }

  /** Of the miner that is away meanwhile. */
  private Optional<DealsPlan> dealsOf(RestartPlan.What what) {
    return isOfDistant(what) ? distant.flatMap(Plans::deals) : deals();
  }

  private Optional<MinerPlan> distantMiner() {
    return distant.flatMap(Plans::miner);
  }

  /** What a stretch without deadlines must have beside the time that is needed. */
  public Duration margin() {
    return settings.chain().beside().margin();
  }

  private Fetching fetching() {
    SnapshotSettings snapshot = settings.snapshot();
    return new Fetching(
        snapshot.mirrors(),
        Math.toIntExact(snapshot.connections()),
        snapshot.bandwidth().orElse(new ByteSize(0)),
        snapshot.maxAge().orElse(Duration.ZERO));
  }

  /** The node whose chain can be replaced; absent where no daemon runs on this machine. */
  public Optional<ChainNode> chain() {
    return daemon()
        .map(
            daemon ->
                new ChainNode(
                    scope,
                    daemon,
                    sync(),
                    miner(),
                    settings.chain().beside(),
                    distantMiner(),
                    dealsOf(RestartPlan.What.NODE)));
  }

  /**
   * Absent without a daemon here, and without a snapshot to take.
   *
   * @param confirmed whether the operator named the node
   */
  public Optional<ChainResetPlan> chainReset(
      boolean inPlace, boolean confirmed, LeaseAsk patience) {
    return chain()
        .flatMap(
            node ->
                snapshot()
                    .map(
                        snapshot ->
                            new ChainResetPlan(
                                scope,
                                node,
                                snapshot,
                                inPlace,
                                settings.miner().keyBackup(),
                                confirmed,
                                patience.ifBusy(),
                                patience.atMost())));
  }

  /**
   * Absent where no daemon runs on this machine.
   *
   * @param asked what is asked for this time instead of what the settings say
   */
  public Optional<ExportPlan> export(UnaryOperator<ExportSettings> asked, LeaseAsk patience) {
    ExportSettings export = asked.apply(settings.export());
    String folder = export.folder().isEmpty() ? exports().toString() : export.folder();
    boolean full = export.recentStateRoots() == 0;
    return daemon()
        .map(
            daemon ->
                new ExportPlan(
                    scope,
                    daemon,
                    folder,
                    export.recentStateRoots(),
                    !full && export.skipOldMessages(),
                    export.tipset(),
                    export.compress(),
                    Math.toIntExact(export.keep()),
                    export.expectedSize(),
                    patience.ifBusy(),
                    patience.atMost()));
  }

  /** What is saved of this host. */
  public BackupPlan backup(List<ServicePlan> units) {
    return new BackupPlan(
        scope, backups().toString(), daemon(), miner(), units, settings.backup().passphraseFile());
  }

  /** Daemon and miner of this host; of the miner elsewhere that hangs on the daemon it is asked. */
  public LocalResetPlan localReset(List<ServicePlan> units, boolean sectorsUnknown) {
    return new LocalResetPlan(scope, backup(units), distantMiner(), sectorsUnknown);
  }

  /**
   * These plans' version for this host.
   *
   * @param workers the seal workers of this host, with the units of this version
   * @param before units of the version in use
   */
  public HostUpgrade upgrade(List<SealWorkerPlan> workers, List<ServicePlan> before) {
    return new HostUpgrade(
        scope,
        build(),
        chain(),
        miner(),
        workers,
        before,
        miner().map(MinerPlan::params),
        backup(before),
        ownWindow().orElseThrow(),
        deals());
  }

  /**
   * The same for a machine with neither daemon nor miner.
   *
   * @param stops the machine of the miner, in whose window its workers are stopped
   */
  public HostUpgrade upgradeOfWorkers(
      List<SealWorkerPlan> workers, List<ServicePlan> before, Plans stops) {
    return new HostUpgrade(
        scope,
        build(),
        Optional.empty(),
        Optional.empty(),
        workers,
        before,
        Optional.of(params()),
        backup(before),
        stops.ownWindow().orElseThrow(),
        Optional.empty());
  }

  /** Of what is stopped on this machine. */
  private Optional<WindowPlan> ownWindow() {
    return chain().map(ChainNode::window).or(() -> miner().map(this::window));
  }

  /** Of a miner whose daemon is elsewhere. */
  private WindowPlan window(MinerPlan miner) {
    BesidePlan beside = settings.chain().beside();
    return WindowPlan.ofMiner(scope, miner, beside.outage(), beside.margin());
  }

  /** All hosts' part of an upgrade, or of the way back. */
  public UpgradePlan upgrade(List<HostUpgrade> hosts, boolean accepted) {
    Duration stall = settings.timeouts().syncStall();
    Duration within = stall.compareTo(HEALTHY_WITHIN) < 0 ? stall : HEALTHY_WITHIN;
    return new UpgradePlan(
        scope,
        hosts,
        new SyncPlan(scope, node(), within),
        settings.chain().beside().outage(),
        within,
        accepted);
  }

  private Path backups() {
    String given = settings.backup().folder();
    return given.isEmpty() ? downloads.resolveSibling("backups") : Path.of(given);
  }

  /** Beside the downloads. */
  private Path exports() {
    return downloads.resolveSibling("exports");
  }

  public SyncPlan sync() {
    return new SyncPlan(scope, node(), settings.timeouts().syncStall());
  }

  /** Proof parameters of the miner's sector size; {@code params fetch} needs no miner role. */
  public ParamsPlan params() {
    MinerSettings miner = settings.miner();
    return new ParamsPlan(
        scope, services.binary("lotus"), miner.sectorSize(), miner.parameters(), access());
  }

  /** Absent where no miner runs on this machine. */
  public Optional<MinerPlan> miner() {
    return has(Role.MINER) ? Optional.of(localMiner()) : Optional.empty();
  }

  /**
   * Absent where no miner runs on this machine.
   *
   * @param batch its name for good
   * @param parallel 0 = as many at once as fit
   */
  public Optional<PledgePlan> pledge(String batch, int count, int parallel) {
    return miner()
        .map(miner -> new PledgePlan(scope, miner.api(), miner.node(), batch, count, parallel));
  }

  /**
   * Absent where no miner runs on this machine.
   *
   * @param state as Lotus spells it
   * @param confirmed whether the operator named the sector again
   */
  public Optional<SetStatePlan> setState(long number, String state, boolean confirmed) {
    return miner().map(miner -> new SetStatePlan(scope, miner.api(), number, state, confirmed));
  }

  /**
   * Absent where no miner runs on this machine.
   *
   * @param onlyAsk nothing is done by itself
   * @param logs whose ends are kept as evidence
   */
  public Optional<RecoverPlan> recover(long number, boolean onlyAsk, List<String> logs) {
    return miner()
        .map(miner -> new RecoverPlan(scope, miner.api(), miner.node(), number, onlyAsk, logs));
  }

  /**
   * Absent where no miner runs on this machine.
   *
   * @param abort takes the mark away
   * @param confirmed whether the operator named the sector again
   */
  public Optional<SnapUpPlan> snapUp(long number, boolean abort, boolean confirmed) {
    return miner()
        .map(
            miner ->
                new SnapUpPlan(
                    scope,
                    services.binary("lotus-miner"),
                    miner.api(),
                    miner.node(),
                    number,
                    abort,
                    confirmed));
  }

  /** Absent where no miner runs on this machine. */
  public Optional<WatchPlan> watch(Duration every) {
    return miner().map(miner -> new WatchPlan(scope, miner.api(), miner.node(), every));
  }

  /**
   * Absent where no miner runs on this machine.
   *
   * @param paths in the settings or not
   */
  public Optional<StorageAttachPlan> storageAttach(List<StoragePath> paths) {
    return miner()
        .map(
            miner ->
                new StorageAttachPlan(scope, storage(miner.api(), paths), services.miner(paths)));
  }

  /**
   * Absent where no miner runs on this machine.
   *
   * @param old what becomes of what was moved, and when
   * @param outage how long the miner is planned to be away
   */
  public Optional<MigrationPlan> storageMigrate(
      List<PathMove> moves,
      int parallel,
      ByteSize bandwidth,
      MigrationPlan.Old old,
      Duration oldFor,
      Duration outage) {
    return miner()
        .map(
            miner ->
                new MigrationPlan(
                    scope,
                    miner,
                    services.minerMoved(moves),
                    moves,
                    others(miner),
                    parallel,
                    bandwidth,
                    old,
                    oldFor,
                    outage,
                    outage.dividedBy(2),
                    market(miner),
                    restart(
                        RestartPlan.What.MINER,
                        RestartPlan.Jobs.GO,
                        Duration.ZERO,
                        Optional.of(outage))));
  }

  private List<String> others(MinerPlan miner) {
    List<String> others = new ArrayList<>(List.of(miner.repo()));
    daemon().ifPresent(daemon -> others.add(settings.daemon().repo()));
    return others;
  }

  /**
   * Absent where no miner runs on this machine.
   *
   * @param words what the change wants
   * @param approved whether a person has said yes
   */
  public Optional<ActorPlan> actor(ActorPlan.Act act, List<String> words, boolean approved) {
    return miner()
        .map(
            miner -> new ActorPlan(scope, act, miner.node(), miner.api(), words, keys(), approved));
  }

  /** The market of the miner; absent where no miner runs on this machine. */
  public Optional<DealsPlan> deals() {
    return miner().map(this::market);
  }

  private DealsPlan market(MinerPlan miner) {
    return new DealsPlan(
        scope,
        services.binary("lotus-miner"),
        miner.api(),
        miner.node(),
        Optional.of(settings.miner().drain()));
  }

  /** Every key of the daemon that is spoken to. */
  public KeysPlan keys() {
    return new KeysPlan(scope, node(), services.binary("lotus"), settings.miner().keyBackup());
  }

  /** A wallet of the miner that has less is warned of. */
  public AttoFil lowBalance() {
    return settings.miner().lowBalance();
  }

  /** As the settings name them. */
  public List<StoragePath> storagePaths() {
    return settings.storage();
  }

  /**
   * One act on a seal worker of this machine; absent where no miner runs here.
   *
   * @param minerInfo file with token and address of the miner
   * @param now without waiting until it is quiet
   */
  public Optional<SealWorkerPlan> sealWorker(
      SealWorkerPlan.Act act, SealWorker worker, Path minerInfo, boolean now) {
    return miner()
        .map(
            miner ->
                new SealWorkerPlan(
                    scope,
                    act,
                    worker,
                    miner.api(),
                    repos(miner),
                    minerInfo.toString(),
                    sealWorkerUnit(worker, minerInfo),
                    now));
  }

  /**
   * The same on another host, whose folders are its own.
   *
   * @param minerInfo there; keeps in mind which file the operator has put there
   */
  public Optional<SealWorkerPlan> sealWorker(
      SealWorkerPlan.Act act,
      SealWorker worker,
      Path minerInfo,
      HostSurvey there,
      MinerElsewhere miner,
      boolean now) {
    boolean sameMachine = there.network().equals(miner.network());
    return miner()
        .map(
            here ->
                new SealWorkerPlan(
                        scope,
                        act,
                        worker,
                        here.api(),
                        sameMachine ? repos(here) : List.of(),
                        minerInfo.toString(),
                        sealWorkerUnit(worker, Path.of(miner.file()), there),
                        now)
                    .of(miner));
  }

  /**
   * A look at this plan's host.
   *
   * @param minerInfo there, with the miner's address
   * @param minerAddress the same, where there is no such file yet
   * @param folder there, whose free room is wanted
   */
  public SurveyPlan survey(
      Optional<Path> minerInfo, Optional<Multiaddr> minerAddress, Optional<Path> folder) {
    SealWorker nameless = new SealWorker("", "/", "/", "127.0.0.1:0", List.of(), "", Map.of());
    boolean real = settings.node().network() != Network.REHEARSAL;
    return new SurveyPlan(
        scope,
        services.binary("lotus-worker"),
        minerInfo.map(Path::toString).orElse(""),
        minerAddress.map(Multiaddr::toString).orElse(""),
        folder.map(Path::toString).orElse(""),
        settings.host().swapFile(),
        real ? FIRST_WORKER_PORT : FIRST_WORKER_PORT_OF_A_REHEARSAL,
        services.sealWorker(nameless, "/"));
  }

  /**
   * A benchmark of this machine, with the miner's environment. What takes room is put into a folder
   * of its own, named for the node.
   *
   * @param sectorSize the miner's otherwise
   * @param storage folder on the disk that sectors are sealed on; beside TMPDIR otherwise
   */
  public BenchmarkPlan benchmark(
      Optional<ByteSize> sectorSize,
      Optional<Path> storage,
      boolean skipCommit2,
      boolean skipUnseal,
      boolean force) {
    ByteSize size = sectorSize.orElseGet(() -> settings.miner().sectorSize());
    Path folder =
        storage
            .orElseGet(() -> Path.of(settings.miner().tmpdir()))
            .resolve("lotusflow-bench-" + scope.node());
    return new BenchmarkPlan(
        scope,
        services.binary("lotus-bench"),
        size,
        folder.toString(),
        skipCommit2,
        skipUnseal,
        force,
        services.benchmarkEnvironment(folder),
        new ParamsPlan(
            scope, services.binary("lotus"), size, settings.miner().parameters(), access()),
        node(),
        miner());
  }

  /** The unit of a seal worker. */
  public ServicePlan sealWorkerUnit(SealWorker worker, Path minerInfo) {
    return services.sealWorker(worker, minerInfo.toString());
  }

  /** The same on another host. */
  public ServicePlan sealWorkerUnit(SealWorker worker, Path minerInfo, HostSurvey there) {
    return services.sealWorker(worker, minerInfo.toString(), there);
  }

  private List<String> repos(MinerPlan miner) {
    List<String> repos = new ArrayList<>(List.of(miner.repo()));
    settings.storage().forEach(path -> repos.add(path.path()));
    daemon().ifPresent(daemon -> repos.add(settings.daemon().repo()));
    return repos;
  }

  /** Daemon, then miner: those that run on this machine. */
  public List<ServicePlan> services() {
    List<ServicePlan> all = new ArrayList<>();
    daemon().map(DaemonPlan::service).ifPresent(all::add);
    miner().map(MinerPlan::service).ifPresent(all::add);
    return all;
  }

  /** One act for {@link #services}. */
  public ServiceRequest services(ServiceWorkflow.Act act) {
    return new ServiceRequest(scope, act, services());
  }

  /** The daemon that is spoken to: this machine's, or the remote one. */
  public NodeApi node() {
    DaemonSettings daemon = settings.daemon();
    return has(Role.DAEMON)
        ? NodeApi.local(daemon.repo(), daemon.api().toString())
        : new NodeApi("", daemon.remoteApi(), daemon.remoteTokenFile());
  }

  private boolean has(Role role) {
    return settings.node().has(role);
  }

  private DaemonPlan localDaemon() {
    DaemonSettings daemon = settings.daemon();
    return new DaemonPlan(
        scope,
        settings.node().network(),
        services.binary("lotus"),
        node(),
        written(daemon.libp2pListen()),
        written(daemon.libp2pAnnounce()),
        daemon.splitstore(),
        daemon.genesis(),
        daemon.bootstrapPeers(),
        access(),
        services.daemon(),
        settings.timeouts().apiStart());
  }

  private Optional<String> snapshotSource() {
    String source = settings.snapshot().source();
    return switch (source) {
      case SnapshotSettings.NONE -> Optional.empty();
      case "" -> Optional.ofNullable(SNAPSHOTS.get(settings.node().network()));
      default -> Optional.of(source);
    };
  }

  private MinerPlan localMiner() {
    MinerSettings miner = settings.miner();
    NodeApi api = NodeApi.local(miner.repo(), miner.api().toString());
    return new MinerPlan(
        scope,
        services.binary("lotus-miner"),
        node(),
        api,
        miner.sectorSize(),
        miner.actor(),
        miner.marketAddresses(),
        services.minerEnvironment(),
        wallets(),
        params(),
        services.miner(List.of()),
        storage(api, settings.storage()),
        settings.timeouts().apiStart(),
        settings.node().network().asksBeforeSpending() && !allowed);
  }

  private StoragePlan storage(NodeApi miner, List<StoragePath> paths) {
    return new StoragePlan(scope, services.binary("lotus-miner"), miner, node(), paths);
  }

  private WalletPlan wallets() {
    MinerSettings miner = settings.miner();
    return new WalletPlan(
        scope,
        node(),
        services.binary("lotus"),
        miner.owner(),
        miner.worker(),
        miner.keyBackup(),
        miner.faucet());
  }

  private NetworkAccess access() {
    return settings.networkAccess().filled();
  }

  private static List<String> written(List<Multiaddr> addresses) {
    return addresses.stream().map(Multiaddr::toString).toList();
  }
}
