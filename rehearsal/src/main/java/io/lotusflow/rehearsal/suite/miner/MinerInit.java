package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.chain.Execution;
import io.lotusflow.rehearsal.suite.chain.WindowPost;
import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.daemon.SyncCommands;
import io.lotusflow.rehearsal.suite.proofs.ParameterFetch;
import io.lotusflow.rehearsal.suite.repo.Libp2pKey;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.RepoLock;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.sealing.StorageConfig;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.PeerId;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code lotus-miner init}, with its hazards: an error after the repo was made deletes the whole
 * folder, whatever else lies in it; killed after the message was pushed, it leaves an actor on the
 * chain and a folder that can neither be initialized nor run.
 */
final class MinerInit {
  private static final Log LOG = new Log("lotus-miner");
  private static final String DEFAULT_SIZE = "32GiB";
  private static final String CREATE = "cli/miner.createStorageMiner";

  private final Repo repo;
  private final Repo daemonRepo;
  private final Invocation invocation;
  private final Arguments arguments;

  MinerInit(Repo repo, Repo daemonRepo, Invocation invocation) {
    this.repo = repo;
    this.daemonRepo = daemonRepo;
    this.invocation = invocation;
    this.arguments = invocation.arguments();
  }

  /** A failure of a later step; Lotus shows its causes in the log and says little else. */
  private static final class InitFailure extends Exception {
    InitFailure(String[] causes) {
      super(String.join("\n  - ", causes));
    }
  }

  /** A cause with its place in Lotus' sources, as Go's errors print in a log. */
  private static String at(String cause, String function, String place) {
    return cause + ":\n    github.com/filecoin-project/lotus/" + function + "\n        " + place;
  }

  int run() throws IOException, InterruptedException {
    LOG.info("miner/init.go:139", "Initializing lotus miner");
    long sectorSize = sectorSize();
    BigInteger deposit = deposit();
    LOG.info("miner/init.go:168", "Checking proof parameters");
    ParameterFetch.fetch(sectorSize);
    LOG.info("miner/init.go:174", "Trying to connect to full node RPC");
    FullNode node = FullNode.connect(daemonRepo);
    LOG.info("miner/init.go:186", "Checking full node sync status");
    node.call("Version");
    if (!arguments.isTrue("nosync")) {
      new SyncCommands(node.client(), invocation.out()).await(false);
    }
    LOG.info("miner/init.go:194", "Checking if repo exists");
    if (repo.exists()) {
      throw new CliException("repo at '" + repo.path() + "' is already initialized");
    }
    LOG.info("miner/init.go:210", "Checking full node version");
    node.requireApiVersions();
    LOG.info("miner/init.go:221", "Initializing repo");
    repo.init();
    create(node, sectorSize, deposit);
    LOG.info(
        "miner/init.go:294",
        "Miner successfully created, you can now start it with 'lotus-miner run'");
    return 0;
  }

  private long sectorSize() {
    try {
      return Sizes.parse(arguments.value("sector-size").orElse(DEFAULT_SIZE));
    } catch (IllegalArgumentException e) {
      throw new CliException("failed to parse sector size: " + e.getMessage());
    }
  }

  private BigInteger deposit() {
    BigDecimal factor;
    try {
      factor = new BigDecimal(arguments.value("deposit-margin-factor").orElse("1.01"));
    } catch (NumberFormatException e) {
      throw new CliException("invalid value for flag -deposit-margin-factor: parse error");
    }
    if (factor.compareTo(BigDecimal.ONE) < 0) {
      throw new CliException("deposit margin factor must be greater than 1");
    }
    return new BigDecimal(Execution.CREATION_DEPOSIT)
        .multiply(factor)
        .setScale(0, RoundingMode.CEILING)
        .toBigInteger();
  }

  private void create(FullNode node, long sectorSize, BigInteger deposit)
      throws IOException, InterruptedException {
    RepoLock lock = RepoLock.tryLock(repo).orElseThrow(() -> new CliException(RepoLock.TAKEN));
    Thread onSignal = new Thread(() -> Runtime.getRuntime().halt(1), "signal");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      writeStorage();
      String actor = actor(node, sectorSize, deposit);
      LOG.info("miner/init.go:570", "Created new miner: " + actor);
      new MinerMetadata(repo).setAddress(actor);
      lock.close();
    } catch (InitFailure | CliException e) {
      LOG.error("miner/init.go:281", "Failed to initialize lotus-miner: " + e.getMessage());
      LOG.info("miner/init.go:286", "Cleaning up " + repo.path() + " after attempt...");
      lock.close();
      deleteAll(repo.path());
      throw new CliException("Storage-miner init failed");
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void writeStorage() throws IOException {
    StorageConfig config = new StorageConfig(repo.resolve("storage.json"));
    if (arguments.isTrue("no-local-storage")) {
      config.write(List.of());
    } else {
      StoragePath.initialize(
          repo.path(), new StoragePath.Options(10, true, true, 0, List.of(), List.of()));
      config.write(List.of(repo.path().toString()));
    }
  }

  private String actor(FullNode node, long sectorSize, BigInteger deposit)
      throws IOException, InitFailure, InterruptedException {
    LOG.info("miner/init.go:436", "Initializing libp2p identity");
    byte[] peer = PeerId.bytesOfKey(Libp2pKey.publicHalf(repo.keystore()));
    Optional<String> given = arguments.value("actor");
    return given.isPresent()
        ? takeOver(node, given.get(), peer)
        : createActor(node, sectorSize, deposit, peer);
  }

  /** An actor that exists already gets this miner's peer id. */
  private String takeOver(FullNode node, String text, byte[] peer) throws InitFailure {
    Address actor;
    try {
      actor = Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw failure("failed parsing actor flag value (" + text + ")", e.getMessage());
    }
    try {
      Map<String, Object> info =
          Json.asObject(node.client().request("StateMinerInfo", actor.toString(), null));
      byte[] params = new CborWriter().array(1).bytes(peer).toBytes();
      Cid message =
          node.pushToMiner(
              Json.asText(info.get("Worker")), actor.toString(), Execution.CHANGE_PEER_ID, params);
      LOG.info("miner/init.go:629", "Waiting for message: " + message);
      long exitCode = FullNode.exitCode(node.await(message, confidence()));
      if (exitCode != 0) {
        throw failure(
            "failed to configure miner", "set peer id message returned exit code " + exitCode);
      }
      return Json.asText(node.client().request("StateLookupID", actor.toString(), null));
    } catch (RpcException e) {
      throw failure("failed to configure miner", e.getMessage());
    }
  }

  private long confidence() {
    return Long.parseLong(arguments.value("confidence").orElse("5"));
  }

  private static InitFailure failure(String... causes) {
    return new InitFailure(causes);
  }

  private static InitFailure creationFailure(String... causes) {
    String[] all = new String[causes.length + 1];
    all[0] = at("creating miner failed", "cli/miner.storageMinerInit", "cli/miner/init.go:564");
    System.arraycopy(causes, 0, all, 1, causes.length);
    return new InitFailure(all);
  }

  private String createActor(FullNode node, long sectorSize, BigInteger deposit, byte[] peer)
      throws InitFailure, InterruptedException {
    String owner = owner(node);
    String worker = worker(node, owner);
    String sender = arguments.value("from").orElse(owner);
    long proofType;
    try {
      proofType = WindowPost.proofType(sectorSize);
    } catch (IllegalArgumentException e) {
      throw creationFailure(
          at("getting post proof type", CREATE, "cli/miner/init.go:734"),
          at(
              e.getMessage(),
              "chain/actors/builtin/miner.WindowPoStProofTypeFromSectorSize",
              "chain/actors/builtin/miner/utils.go:168"));
    }
    requireOnChain(node, sender);
    ensureAccount(node, sender, worker, "worker");
    ensureAccount(node, sender, owner, "owner");
    byte[] params =
        Execution.createMinerParams(Address.parse(owner), Address.parse(worker), proofType, peer);
    return pushed(node, sender, deposit, params);
  }

  private String owner(FullNode node) throws InitFailure {
    Optional<String> given = arguments.value("owner");
    if (given.isPresent()) {
      return parsed(given.get());
    }
    try {
      return Json.asText(node.client().request("WalletDefaultAddress"));
    } catch (RpcException e) {
      throw creationFailure(e.getMessage());
    }
  }

  private String worker(FullNode node, String owner) throws InitFailure {
    Optional<String> given = arguments.value("worker");
    if (given.isPresent()) {
      return parsed(given.get());
    }
    return arguments.isTrue("create-worker-key")
        ? Json.asText(node.call("WalletNew", "bls"))
        : owner;
  }

  private static String parsed(String text) throws InitFailure {
    try {
      return Address.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw creationFailure(e.getMessage());
    }
  }

  private static void requireOnChain(FullNode node, String sender) throws InitFailure {
    try {
      node.client().request("StateLookupID", sender, null);
    } catch (RpcException e) {
      throw creationFailure("sender must exist on chain", e.getMessage());
    }
  }

  /** An account comes into being with the first message to it. */
  private void ensureAccount(FullNode node, String sender, String account, String role)
      throws InitFailure {
    try {
      node.client().request("StateLookupID", account, null);
    } catch (RpcException absent) {
      try {
        Cid message = node.push(sender, account, BigInteger.ZERO, Execution.SEND, new byte[0]);
        LOG.info(
            "miner/init.go:748",
            "Initializing " + role + " account " + account + ", message: " + message);
        LOG.info("miner/init.go:749", "Waiting for confirmation");
        long exitCode = FullNode.exitCode(node.await(message, confidence()));
        if (exitCode != 0) {
          throw creationFailure("initializing " + role + " account failed: exit code " + exitCode);
        }
      } catch (RpcException e) {
        throw creationFailure("push " + role + " init", e.getMessage());
      }
    }
  }

  private String pushed(FullNode node, String sender, BigInteger deposit, byte[] params)
      throws InitFailure, InterruptedException {
    Cid message;
    try {
      message = node.createMiner(sender, deposit, params);
    } catch (RpcException e) {
      throw creationFailure(
          at("pushing createMiner message", CREATE, "cli/miner/init.go:773"), e.getMessage());
    }
    LOG.info("miner/init.go:776", "Pushed CreateMiner message: " + message);
    if (Fault.INIT_KILLED_AFTER_PUSH.consume()) {
      Runtime.getRuntime().halt(137);
    }
    LOG.info("miner/init.go:777", "Waiting for confirmation");
    Thread.sleep(Fault.INIT_SLOW.parameter() * 1000);
    Map<String, Object> lookup = node.await(message, confidence());
    long exitCode = FullNode.exitCode(lookup);
    if (exitCode != 0) {
      throw creationFailure("create miner failed: exit code " + exitCode);
    }
    Map<String, Object> created = Json.asObject(lookup.get("ReturnDec"));
    LOG.info(
        "miner/init.go:793",
        "New miners address is: "
            + created.get("IDAddress")
            + " ("
            + created.get("RobustAddress")
            + ")");
    return Json.asText(created.get("IDAddress"));
  }
}
