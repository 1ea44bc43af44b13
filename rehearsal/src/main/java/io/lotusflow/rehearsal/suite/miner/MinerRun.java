package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.build.Flaw;
import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.daemon.SyncCommands;
import io.lotusflow.rehearsal.suite.node.GracefulStop;
import io.lotusflow.rehearsal.suite.node.NodeApi;
import io.lotusflow.rehearsal.suite.node.NodeCommands;
import io.lotusflow.rehearsal.suite.proofs.ParameterFetch;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.RepoLock;
import io.lotusflow.rehearsal.suite.repo.Tokens;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcServer;
import io.lotusflow.rehearsal.suite.sealing.OpenPaths;
import io.lotusflow.rehearsal.suite.sealing.StorageConfig;
import io.lotusflow.rehearsal.suite.sealing.StorageService;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code lotus-miner run}: needs a daemon of the same API versions, an initialized repo, and all
 * its storage paths.
 */
final class MinerRun {
  private static final Log LOG = new Log("lotus-miner");
  private static final Log BUILDER = new Log("builder");
  private static final String DEFAULT_API = "/ip4/127.0.0.1/tcp/2345/http";
  private static final String STUB =
      "function \"reflect\".makeFuncStub (/usr/local/go/src/reflect/asm_amd64.s:28)";
  private static final String NO_ADDRESS =
      "creating node: starting node: could not build arguments for function \"github.com/filecoin-project/lotus/node/modules\"."
          + "PreflightChecks (node/modules/storageminer.go:187): failed to build dtypes.MinerAddress: received non-nil error from "
          + STUB
          + ": datastore: key not found";

  private final Repo repo;
  private final Repo daemonRepo;
  private final Invocation invocation;
  private final Arguments arguments;

  MinerRun(Repo repo, Repo daemonRepo, Invocation invocation) {
    this.repo = repo;
    this.daemonRepo = daemonRepo;
    this.invocation = invocation;
    this.arguments = invocation.arguments();
  }

  void run() throws IOException, InterruptedException {
    FullNode node = FullNode.connect(daemonRepo);
    node.requireApiVersions();
    LOG.info("miner/run.go:98", "Checking full node sync status");
    if (!arguments.isTrue("nosync")) {
      new SyncCommands(node.client(), invocation.out()).await(false);
    }
    if (!repo.exists()) {
      throw new CliException(
          "repo at '" + repo.path() + "' is not initialized, run 'lotus-miner init' to set it up");
    }
    if (Flaw.NO_MINER.isBuiltIn()) {
      throw new CliException("creating node: starting node: opening metadata: unknown version");
    }
    RepoLock lock =
        RepoLock.tryLock(repo)
            .orElseThrow(() -> new CliException("creating node: " + RepoLock.TAKEN));
    String address =
        new MinerMetadata(repo).address().orElseThrow(() -> new CliException(NO_ADDRESS));
    for (String folder : List.of("journal", "heapprof")) {
      Files.createDirectories(repo.resolve(folder));
    }
    Map<String, Object> info = node.object("StateMinerInfo", address, null);
    long sectorSize = Json.asLong(info.get("SectorSize"));
    ParameterFetch.fetch(sectorSize);
    serve(node, lock, address, info, sectorSize);
  }

  private void serve(
      FullNode node, RepoLock lock, String address, Map<String, Object> info, long sectorSize)
      throws IOException, InterruptedException {
    OpenPaths storage = openStorage();
    Tokens tokens =
        Tokens.open(
            repo.keystore(),
            () -> new Log("modules").warn("modules/core.go:147", "Generating new API secret"));
    String worker = Json.asText(node.call("StateAccountKey", info.get("Worker"), null));
    new Log("modules")
        .info(
            "modules/storageminer.go:210",
            "starting up miner " + address + ", worker addr " + worker);
    Map<String, Object> remote = node.object("Version");
    String api = NodeCommands.apiVersion(Json.asLong(remote.get("APIVersion")));
    LOG.info("miner/run.go:158", "Remote version " + remote.get("Version") + "+api" + api);
    GracefulStop stop = new GracefulStop();
    String listen = listenAddress();
    NodeApi shared = new NodeApi(repo, tokens, NodeApi.V0, stop::ask);
    InetSocketAddress socket = ApiInfo.listenAddress(listen);
    String url = "http://" + socket.getHostString() + ":" + socket.getPort() + "/remote";
    FullNode quiet = node.quiet();
    SectorFile file = new SectorFile(repo.path());
    KnownSectors sectors = new KnownSectors(file);
    sectors.refresh(quiet, address);
    Sealing sealing =
        new Sealing(
            repo, quiet, Address.parse(address), sectorSize, storage, tokens, url, file, sectors);
    MinerApi minerApi =
        new MinerApi(
            shared,
            address,
            sectorSize,
            storage,
            sealing,
            new Market(repo, address, sectorSize),
            url,
            quiet);
    RpcServer server = listen(socket, tokens);
    GracefulStop.Closing closing = () -> close(server, lock);
    // Before the first answer: a signal may follow it at once.
    stop.onSignal(closing);
    server.serveRaw("/remote", new StorageService(storage::all));
    answer(server, tokens, minerApi, listen);
    Fault.MINER_CRASH.haltsWhenOrdered();
    sealing.start();
    new PostScheduler(quiet, address, sealing.life(), sectors).start();
    stop.await(closing);
  }

  private OpenPaths openStorage() throws IOException {
    try {
      return OpenPaths.open(new StorageConfig(repo.resolve("storage.json")));
    } catch (IOException e) {
      throw new CliException(
          "creating node: starting node: could not build arguments for "
              + STUB
              + ": failed to build *paths.Local: received non-nil error from "
              + STUB
              + ": "
              + e.getMessage());
    }
  }

  private String listenAddress() {
    Optional<String> port = arguments.value("miner-api");
    return port.isPresent()
        ? "/ip4/127.0.0.1/tcp/" + port.get() + "/http"
        : repo.config().text("API", "ListenAddress").orElse(DEFAULT_API);
  }

  private static RpcServer listen(InetSocketAddress socket, Tokens tokens) throws IOException {
    try {
      return new RpcServer(socket, tokens::verify);
    } catch (BindException e) {
      throw new CliException(
          "failed to start json-rpc endpoint: could not listen: " + e.getMessage());
    }
  }

  private void answer(RpcServer server, Tokens tokens, MinerApi api, String address)
      throws IOException {
    server.serve("/rpc/v0", api).start();
    repo.writeToken(tokens.create(Tokens.ALL));
    repo.writeApiEndpoint(address);
  }

  private void close(RpcServer server, RepoLock lock) throws IOException {
    BUILDER.warn("node/shutdown.go:36", "Shutting down...");
    repo.removeApiEndpoint();
    server.close();
    BUILDER.info("node/shutdown.go:44", "rpc server shut down successfully ");
    lock.close();
    BUILDER.warn("node/shutdown.go:47", "Graceful shutdown successful");
  }
}
