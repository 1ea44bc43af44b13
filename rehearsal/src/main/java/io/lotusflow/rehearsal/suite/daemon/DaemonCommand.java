package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.build.Flaw;
import io.lotusflow.rehearsal.suite.chain.BlockHeader;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.network.MessagePool;
import io.lotusflow.rehearsal.suite.node.GracefulStop;
import io.lotusflow.rehearsal.suite.proofs.ParameterFetch;
import io.lotusflow.rehearsal.suite.repo.DefaultConfig;
import io.lotusflow.rehearsal.suite.repo.NodeConfig;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.RepoLock;
import io.lotusflow.rehearsal.suite.repo.Tokens;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcServer;
import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code lotus daemon}: imports a chain if asked to, then runs the node until it is stopped. */
final class DaemonCommand {
  private static final Log LOG = new Log("lotus");
  private static final Log BUILDER = new Log("builder");
  private static final String DEFAULT_API = "/ip4/127.0.0.1/tcp/1234/http";
  private static final long LINGER_MILLIS = 300;
  private static final String NODE = "initializing node: applying node options failed: ";

  private final Repo repo;
  private final Arguments arguments;
  private final Invocation invocation;

  DaemonCommand(Repo repo, Invocation invocation) {
    this.repo = repo;
    this.arguments = invocation.arguments();
    this.invocation = invocation;
  }

  int run() throws IOException, InterruptedException {
    LOG.info("lotus/daemon.go:234", "lotus repo: " + repo.path());
    if (!repo.exists()) {
      repo.init();
    }
    replaceConfig();
    ParameterFetch.fetch(0);
    if (Flaw.NO_START.isBuiltIn()) {
      throw new CliException(NODE + "opening datastore: unknown table version");
    }
    if (Fault.DAEMON_DIES_AT_START.strikes(repo.path())) {
      throw new CliException(NODE + "opening datastore: input/output error");
    }
    Optional<String> source =
        arguments.value("import-snapshot").or(() -> arguments.value("import-chain"));
    if (source.isPresent()) {
      importFrom(source.get(), arguments.value("import-snapshot").isEmpty());
      if (arguments.isTrue("halt-after-import")) {
        invocation.out().println("Chain import complete, halting as requested...");
        return 0;
      }
    }
    serve();
    return 0;
  }

  private void replaceConfig() throws IOException {
    Optional<String> file = arguments.value("config");
    if (file.isPresent()) {
      Files.copy(Path.of(file.get()), repo.configFile(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void importFrom(String name, boolean validate) throws IOException {
    boolean remove = arguments.isTrue("remove-existing-chain") || confirmedRemoval();
    if (remove) {
      try (RepoLock lock = lock("error locking repo: ")) {
        new Datastore(repo, lock).removeChain();
      }
    }
    try (ImportSource source = ImportSource.open(name);
        RepoLock lock = lock("")) {
      Datastore datastore = new Datastore(repo, lock);
      try (Chain chain = datastore.openForImport()) {
        Tipset head =
            new SnapshotImport(chain, name, datastore.certificates(), repo.path()).run(source);
        if (validate) {
          new ChainValidation(chain).validate(head);
        }
      }
    }
  }

  private RepoLock lock(String prefix) throws IOException {
    return RepoLock.tryLock(repo).orElseThrow(() -> new CliException(prefix + RepoLock.TAKEN));
  }

  /** Who writes to a terminal is asked unless the flag is given; who writes to a pipe is not. */
  private boolean confirmedRemoval() throws IOException {
    String interactive =
        invocation.globals().value("interactive").orElse(isTerminal() ? "true" : "false");
    if (!interactive.equals("true") || arguments.value("remove-existing-chain").isPresent()) {
      return false;
    }
    invocation
        .out()
        .print(
            "Importing chain or snapshot will by default delete existing local chain data. Do you want to proceed and delete? (yes/no): ");
    invocation.out().flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    if (answer == null) {
      throw new CliException("reading user input: EOF");
    }
    return switch (answer.strip().toLowerCase(Locale.ROOT)) {
      case "yes" -> true;
      case "no" -> throw new CliException("importing chain or snapshot was not confirmed");
      default -> throw new CliException("invalid input. please answer with 'yes' or 'no'");
    };
  }

  private static boolean isTerminal() throws IOException {
    String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
    return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
  }

  private void serve() throws IOException, InterruptedException {
    NodeConfig config = repo.config();
    if (!Build.hasMarket() && !config.sets("Chainstore", "EnableSplitstore")) {
      throw new CliException(
          NODE
              + "config failed validation: Config does not contain explicit set of EnableSplitstore field, refusing to load."
              + " Please explicitly set EnableSplitstore. Set it to false if you are running a full archival node");
    }
    RepoLock lock = lock(NODE);
    for (String folder : List.of("journal", "heapprof")) {
      Files.createDirectories(repo.resolve(folder));
    }
    Datastore datastore = new Datastore(repo, lock);
    Chain chain =
        datastore.openToServe(
            config.text("Chainstore", "EnableSplitstore").orElse("").equals("true"));
    loadGenesis(chain);
    datastore.openCertificates();
    Libp2p libp2p = new Libp2p(repo.keystore());
    libp2p.listen(config);
    new Log("p2pnode").info("lp2p/addrs.go:101", "Swarm listening at: " + libp2p.addresses());
    GracefulStop stop = new GracefulStop();
    Node node = assemble(chain, libp2p, stop);
    String address = apiAddress(config);
    RpcServer server = listen(node, address);
    GracefulStop.Closing closing = () -> close(node, server, lock);
    // Before the first answer: a signal may follow it at once.
    stop.onSignal(closing);
    answer(node, server, address);
    node.sync().start();
    if (!arguments.value("bootstrap").orElse("true").equals("false")) {
      Build.bootstrapPeers().stream()
          .findFirst()
          .ifPresent(peer -> node.sync().connect(Multiaddr.parse(peer)));
    }
    stop.await(closing);
  }

  private Node assemble(Chain chain, Libp2p libp2p, GracefulStop stop) throws IOException {
    Tokens tokens =
        Tokens.open(
            repo.keystore(),
            () -> new Log("modules").warn("modules/core.go:147", "Generating new API secret"));
    MessagePool pool = MessagePool.open(repo.resolve("datastore/metadata/mpool"));
    Sync sync = new Sync(chain, pool, repo.path());
    Wallet wallet = new Wallet(repo.keystore());
    Messages messages = new Messages(chain, pool, sync, wallet);
    return new Node(
        repo,
        chain,
        wallet,
        tokens,
        pool,
        sync,
        libp2p,
        messages,
        new MinerQueries(chain),
        stop::ask);
  }

  private String apiAddress(NodeConfig config) {
    Optional<String> port = arguments.value("api");
    return port.isPresent()
        ? "/ip4/127.0.0.1/tcp/" + port.get() + "/http"
        : config.text("API", "ListenAddress").orElse(DEFAULT_API);
  }

  private static RpcServer listen(Node node, String address) throws IOException {
    try {
      return new RpcServer(ApiInfo.listenAddress(address), node.tokens()::verify);
    } catch (BindException e) {
      throw new CliException(
          "failed to start json-rpc endpoint: could not listen: " + e.getMessage());
    }
  }

  private void answer(Node node, RpcServer server, String address) throws IOException {
    DaemonApi v1 = DaemonApi.v1(node);
    server
        .serve("/rpc/v0", DaemonApi.v0(node))
        .serve("/rpc/v1", v1)
        .serve("/rpc/v2", v1)
        .serveStatus("/health/livez", 200)
        .serveStatus("/health/readyz", 503)
        .start();
    repo.writeToken(node.tokens().create(Tokens.ALL));
    repo.writeApiEndpoint(address);
  }

  private void close(Node node, RpcServer server, RepoLock lock) throws IOException {
    BUILDER.warn("node/shutdown.go:36", "Shutting down...");
    repo.removeApiEndpoint();
    server.close();
    BUILDER.info("node/shutdown.go:44", "rpc server shut down successfully ");
    linger();
    node.libp2p().close();
    node.chain().close();
    lock.close();
    BUILDER.warn("node/shutdown.go:47", "Graceful shutdown successful");
  }

  /** The API is gone long before the process is. */
  private void linger() {
    try {
      Thread.sleep(LINGER_MILLIS + Fault.DAEMON_SLOW_STOP.parameter(repo.path()) * 1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loadGenesis(Chain chain) throws IOException {
    if (!chain.isEmpty()) {
      return;
    }
    Optional<String> file = arguments.value("genesis");
    Optional<byte[]> car =
        file.isPresent() ? Optional.of(Files.readAllBytes(Path.of(file.get()))) : Build.genesis();
    if (car.isEmpty()) {
      throw new CliException(
          "initializing node: starting node: could not build arguments for function \"reflect\".makeFuncStub: "
              + "No genesis block provided, provide the file with 'lotus daemon --genesis=[genesis file]'");
    }
    Tipset genesis = readGenesis(chain, car.get());
    Log store = new Log("chainstore");
    store.warn("store/store.go:223", "no previous chain state found");
    store.info("store/store.go:685", "New heaviest tipset! " + genesis.key() + " (height=0)");
    store.warn("store/store.go:713", "no previous heaviest tipset found, using " + genesis.key());
  }

  private static Tipset readGenesis(Chain chain, byte[] car) throws IOException {
    InputStream in = new ByteArrayInputStream(car);
    Cid root = Car.readHeader(in).get(0);
    for (Optional<Car.Section> section = Car.readSection(in);
        section.isPresent();
        section = Car.readSection(in)) {
      chain.store().put(section.get().cid(), section.get().block().data());
    }
    Tipset genesis =
        chain
            .tipset(root)
            .orElseThrow(() -> new IOException("genesis file does not hold its root " + root));
    BlockHeader header = genesis.header();
    if (header.height() != 0) {
      throw new IOException(
          "expected genesis block to have height 0 (genesis), got " + header.height());
    }
    chain.setHead(genesis);
    return genesis;
  }

  /** {@code lotus config default}. */
  static String defaultConfig() {
    return DefaultConfig.text(Repo.Kind.FULL_NODE);
  }
}
