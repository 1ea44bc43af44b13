package io.lotusflow.rehearsal.suite.repo;

import io.lotusflow.rehearsal.suite.build.Flaw;

/**
 * The default configuration of v1.36: each key with its type and its environment variable,
 * commented out where it is the default.
 */
public final class DefaultConfig {
  /**
   * Lines {@code type key = value}; an exclamation mark before the key means that Lotus writes it
   * out.
   */
  private static final String DAEMON =
      """
      [API]
      string ListenAddress = "/ip4/127.0.0.1/tcp/1234/http"
      string RemoteListenAddress = ""
      Duration Timeout = "30s"
      [Backup]
      bool DisableMetadataLog = true
      [Logging]
      [Logging.SubsystemLevels]
      - example-subsystem = "INFO"
      [Libp2p]
      []string ListenAddresses = ["/ip4/0.0.0.0/tcp/0", "/ip6/::/tcp/0", "/ip4/0.0.0.0/udp/0/quic-v1", "/ip6/::/udp/0/quic-v1", "/ip4/0.0.0.0/udp/0/quic-v1/webtransport", "/ip6/::/udp/0/quic-v1/webtransport"]
      []string AnnounceAddresses = []
      []string NoAnnounceAddresses = []
      bool DisableNatPortMap = false
      uint ConnMgrLow = 150
      uint ConnMgrHigh = 180
      Duration ConnMgrGrace = "20s"
      [Pubsub]
      bool Bootstrapper = false
      string RemoteTracer = ""
      string JsonTracer = ""
      string ElasticSearchTracer = ""
      string ElasticSearchIndex = ""
      string TracerSourceAuth = ""
      [Wallet]
      string RemoteBackend = ""
      bool EnableLedger = false
      bool DisableLocal = false
      [Fees]
      types.FIL DefaultMaxFee = "0.07 FIL"
      [Chainstore]
      bool !EnableSplitstore = true
      [Chainstore.Splitstore]
      string ColdStoreType = "discard"
      string HotStoreType = "badger"
      string MarkSetType = "badger"
      uint64 HotStoreMessageRetention = 0
      uint64 HotStoreFullGCFrequency = 20
      uint64 HotStoreMaxSpaceTarget = 650000000000
      uint64 HotStoreMaxSpaceThreshold = 150000000000
      uint64 HotstoreMaxSpaceSafetyBuffer = 50000000000
      [Fevm]
      bool EnableEthRPC = false
      uint64 EthTraceFilterMaxResults = 500
      int EthBlkCacheSize = 500
      [Events]
      bool EnableActorEventsAPI = false
      Duration FilterTTL = "1h0m0s"
      int MaxFilters = 100
      int MaxFilterResults = 10000
      uint64 MaxFilterHeightRange = 2880
      [ChainIndexer]
      bool EnableIndexer = false
      int64 GCRetentionEpochs = 0
      bool ReconcileEmptyIndex = false
      uint64 MaxReconcileTipsets = 8640
      bool AllowIndexReconciliationFailure = false
      [FaultReporter]
      bool EnableConsensusFaultReporter = false
      string ConsensusFaultReporterDataDir = ""
      string ConsensusFaultReporterAddress = ""
      [PaymentChannels]
      bool EnablePaymentChannelManager = false
      """;

  private static final String MINER =
      """
      [API]
      string ListenAddress = "/ip4/127.0.0.1/tcp/2345/http"
      string RemoteListenAddress = "127.0.0.1:2345"
      Duration Timeout = "30s"
      [Backup]
      bool DisableMetadataLog = true
      [Logging]
      [Logging.SubsystemLevels]
      - example-subsystem = "INFO"
      [Subsystems]
      bool EnableMining = true
      bool EnableSealing = true
      bool EnableSectorStorage = true
      bool EnableSectorIndexDB = false
      string SealerApiInfo = ""
      string SectorIndexApiInfo = ""
      bool DisableWindowPoSt = false
      bool DisableWinningPoSt = false
      [Dealmaking]
      uint64 StartEpochSealingBuffer = 480
      [Proving]
      int ParallelCheckLimit = 32
      Duration SingleCheckTimeout = "10m0s"
      Duration PartitionCheckTimeout = "20m0s"
      bool DisableBuiltinWindowPoSt = false
      bool DisableBuiltinWinningPoSt = false
      bool DisableWDPoStPreChecks = false
      int MaxPartitionsPerPoStMessage = 0
      int MaxPartitionsPerRecoveryMessage = 0
      bool SingleRecoveringPartitionPerPostMessage = false
      [Sealing]
      uint64 MaxWaitDealsSectors = 2
      uint64 MaxSealingSectors = 0
      uint64 MaxSealingSectorsForDeals = 0
      bool PreferNewSectorsForDeals = false
      uint64 MaxUpgradingSectors = 0
      uint64 MinUpgradeSectorExpiration = 0
      uint64 MinTargetUpgradeSectorExpiration = 0
      Duration CommittedCapacitySectorLifetime = "12960h0m0s"
      Duration WaitDealsDelay = "6h0m0s"
      bool AlwaysKeepUnsealedCopy = true
      bool FinalizeEarly = false
      bool MakeNewSectorForDeals = true
      bool MakeCCSectorsAvailable = false
      bool CollateralFromMinerBalance = false
      types.FIL AvailableBalanceBuffer = "0 FIL"
      bool DisableCollateralFallback = false
      int MaxPreCommitBatch = 256
      Duration PreCommitBatchWait = "24h0m0s"
      Duration PreCommitBatchSlack = "3h0m0s"
      int MinCommitBatch = 4
      int MaxCommitBatch = 819
      Duration CommitBatchWait = "24h0m0s"
      Duration CommitBatchSlack = "1h0m0s"
      uint64 MaxSectorProveCommitsSubmittedPerEpoch = 20
      uint64 TerminateBatchMax = 100
      uint64 TerminateBatchMin = 1
      Duration TerminateBatchWait = "5m0s"
      bool UseSyntheticPoRep = false
      bool RequireActivationSuccess = false
      bool RequireActivationSuccessUpdate = false
      bool RequireNotificationSuccess = false
      bool RequireNotificationSuccessUpdate = false
      [Storage]
      int ParallelFetchLimit = 10
      bool AllowSectorDownload = true
      bool AllowAddPiece = true
      bool AllowPreCommit1 = true
      bool AllowPreCommit2 = true
      bool AllowCommit = true
      bool AllowUnseal = true
      bool AllowReplicaUpdate = true
      bool AllowProveReplicaUpdate2 = true
      bool AllowRegenSectorKey = true
      string LocalWorkerName = ""
      string Assigner = "utilization"
      bool DisallowRemoteFinalize = false
      ResourceFilteringStrategy ResourceFiltering = "hardware"
      [Fees]
      types.FIL MaxPreCommitGasFee = "0.025 FIL"
      types.FIL MaxCommitGasFee = "0.05 FIL"
      types.FIL MaxTerminateGasFee = "0.5 FIL"
      types.FIL MaxWindowPoStGasFee = "5 FIL"
      types.FIL MaxPublishDealsFee = "0.05 FIL"
      types.FIL MaxMarketBalanceAddFee = "0.007 FIL"
      bool MaximizeWindowPoStFeeCap = true
      [Fees.MaxPreCommitBatchGasFee]
      types.FIL Base = "0 FIL"
      types.FIL PerSector = "0.02 FIL"
      [Fees.MaxCommitBatchGasFee]
      types.FIL Base = "0 FIL"
      types.FIL PerSector = "0.03 FIL"
      [Addresses]
      []string PreCommitControl = []
      []string CommitControl = []
      []string TerminateControl = []
      []string DealPublishControl = []
      bool DisableOwnerFallback = false
      bool DisableWorkerFallback = false
      [HarmonyDB]
      []string Hosts = ["127.0.0.1"]
      string Username = "yugabyte"
      string Password = "yugabyte"
      string Database = "yugabyte"
      string Port = "5433"
      """;

  /** What a release with {@link Flaw#LOST_KEY} no longer knows. */
  private static final String LOST = "ListenAddresses";

  private DefaultConfig() {}

  public static String text(Repo.Kind kind) {
    return text(kind, Flaw.LOST_KEY.isBuiltIn());
  }

  /**
   * As the documentation of a release has it.
   *
   * @param lostKey whether it is one with {@link Flaw#LOST_KEY}
   */
  public static String text(Repo.Kind kind, boolean lostKey) {
    String[] section = {""};
    StringBuilder text = new StringBuilder();
    (kind == Repo.Kind.FULL_NODE ? DAEMON : MINER)
        .lines()
        .filter(line -> !lostKey || !line.contains(' ' + LOST + " ="))
        .forEach(line -> append(text, line, section));
    return text.toString();
  }

  static boolean hasLost(String key) {
    return key.equals(LOST) && Flaw.LOST_KEY.isBuiltIn();
  }

  private static void append(StringBuilder text, String line, String[] section) {
    if (line.startsWith("[") && line.indexOf('=') < 0) {
      section[0] = line.substring(1, line.length() - 1);
      text.append(text.length() == 0 || isNested(line) ? "" : "\n")
          .append(indent(line))
          .append(line)
          .append('\n');
      return;
    }
    int space = line.indexOf(' ');
    String type = line.substring(0, space);
    String setting = line.substring(space + 1);
    boolean written = setting.startsWith("!");
    String key = setting.substring(written ? 1 : 0, setting.indexOf(" ="));
    String variable =
        "LOTUS_" + (section[0].replace('.', '_') + "_" + key).toUpperCase(java.util.Locale.ROOT);
    String indent = indent(section[0]) + "  ";
    if (!type.equals("-")) {
      text.append(indent).append("# type: ").append(type).append('\n');
    }
    text.append(indent).append("# env var: ").append(variable).append('\n');
    text.append(indent).append(written ? setting.substring(1) : "#" + setting).append("\n\n");
  }

  private static boolean isNested(String section) {
    return section.indexOf('.') >= 0;
  }

  private static String indent(String section) {
    return isNested(section) ? "  " : "";
  }
}
