package io.lotusflow.rehearsal.suite.worker;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.build.Flaw;
import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.node.GracefulStop;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.RepoLock;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcServer;
import io.lotusflow.rehearsal.suite.sealing.Labour;
import io.lotusflow.rehearsal.suite.sealing.Machine;
import io.lotusflow.rehearsal.suite.sealing.OpenPaths;
import io.lotusflow.rehearsal.suite.sealing.StorageConfig;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.sealing.StorageService;
import io.lotusflow.rehearsal.suite.sealing.Task;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code lotus-worker run}: finds its miner, opens its folder, registers, and takes what it gets.
 */
final class WorkerRun {
  private static final Log LOG = new Log("worker");
  private static final Log MAIN = new Log("main");
  static final String TRACE =
      ":\n    github.com/filecoin-project/lotus/cli/worker.init.func10\n        cli/worker/worker.go:";

  private static final Map<Task, String> FLAGS =
      Map.of(
          Task.ADD_PIECE, "addpiece",
          Task.PRE_COMMIT_1, "precommit1",
          Task.PRE_COMMIT_2, "precommit2",
          Task.COMMIT_2, "commit",
          Task.UNSEAL, "unseal");

  private final Invocation invocation;
  private final Arguments arguments;

  WorkerRun(Invocation invocation) {
    this.invocation = invocation;
    this.arguments = invocation.arguments();
  }

  void run() throws IOException, InterruptedException {
    LOG.info("worker/worker.go:294", "Starting lotus worker");
    requireFiles();
    Thread interrupted =
        new Thread(
            () -> MAIN.warn("lotus-worker/main.go:22", "Interrupted by user" + TRACE + "372"));
    Runtime.getRuntime().addShutdownHook(interrupted);
    Repo minerRepo = Repo.locate(Repo.Kind.MINER, invocation.globals().value("miner-repo"));
    ApiInfo miner = awaitMiner(minerRepo);
    if (Flaw.NO_WORKER.isBuiltIn()) {
      throw new CliException("lotus-miner API version doesn't match" + TRACE + "401");
    }
    Repo repo = Repo.locate(Repo.Kind.WORKER, invocation.globals().value("worker-repo"));
    if (!repo.exists()) {
      repo.init();
    }
    RepoLock lock =
        RepoLock.tryLock(repo).orElseThrow(() -> new CliException(RepoLock.TAKEN + TRACE + "432"));
    serve(repo, lock, miner);
  }

  private static void requireFiles() throws IOException {
    long files = softFileLimit();
    long wanted = Build.workerFiles();
    if (files < wanted) {
      throw new CliException(
          "soft file descriptor limit (ulimit -n) too low, want "
              + wanted
              + ", current "
              + files
              + TRACE
              + "317");
    }
  }

  /** Tries for ever, each attempt glued to the one before. */
  private ApiInfo awaitMiner(Repo miner) throws InterruptedException {
    while (true) {
      try {
        ApiInfo found = ApiInfo.find(miner);
        new RpcClient(found, RpcClient.Dialect.HTTP, "v0").call("Session");
        return found;
      } catch (CliException | IOException e) {
        invocation.out().print("\n\u001b[0KConnecting to miner API... (" + e.getMessage() + ")");
        invocation.out().flush();
        Thread.sleep(1000);
      }
    }
  }

  private void serve(Repo repo, RepoLock lock, ApiInfo miner)
      throws IOException, InterruptedException {
    OpenPaths paths = openPaths(repo);
    CallBook calls = new CallBook(repo.resolve("datastore/calls"));
    InetSocketAddress address = listenAddress();
    String url = "http://" + routable(address, miner) + ":" + address.getPort();
    RpcClient client = new RpcClient(miner, RpcClient.Dialect.HTTP, "v0");
    MinerLink link = new MinerLink(client, paths, calls, url);
    GracefulStop stop = new GracefulStop();
    String name =
        arguments.value("name").isPresent() ? arguments.value("name").get() : Machine.hostname();
    WorkerApi api =
        new WorkerApi(
            name, paths, calls, link, new Labour(client.authorization()), tasks(), stop::ask);
    RpcServer server = listen(address, link);
    server
        .serve("/rpc/v0", api)
        .serveRaw("/remote", new StorageService(paths::all, () -> declare(link)))
        .start();
    repo.writeApiEndpoint("/ip4/" + url.substring("http://".length()).replace(":", "/tcp/"));
    repo.writeToken(miner.token().orElse(""));
    Fault.WORKER_CRASH.haltsWhenOrdered();
    returnLostCalls(calls, link, name);
    Thread register = new Thread(() -> stay(link), "miner");
    register.setDaemon(true);
    register.start();
    stop.await(
        () -> {
          repo.removeApiEndpoint();
          server.close();
          lock.close();
        });
  }

  /** A new worker's own folder becomes a path for sealing, unless it was told not to. */
  private OpenPaths openPaths(Repo repo) throws IOException {
    StorageConfig config = new StorageConfig(repo.resolve("storage.json"));
    if (config.read().isEmpty() && !arguments.isTrue("no-local-storage")) {
      if (!StoragePath.isInitialized(repo.path())) {
        StoragePath.initialize(
            repo.path(), new StoragePath.Options(10, true, false, 0, List.of(), List.of()));
      }
      config.write(List.of(repo.path().toString()));
    }
    return OpenPaths.open(config);
  }

  private static void declare(MinerLink link) {
    try {
      link.declare();
    } catch (IOException | CliException e) {
      LOG.warn("paths/local.go:1", "declaring storage: " + e.getMessage());
    }
  }

  private static void stay(MinerLink link) {
    try {
      link.stay();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the worker was at when it was stopped is lost; its miner is told so. */
  private static void returnLostCalls(CallBook calls, MinerLink link, String name) {
    for (CallBook.Entry call : calls.all()) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  link.deliver(
                      call, "storage call error 101: worker [name: " + name + "] restarted");
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "lost-" + call.id());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private Set<Task> tasks() {
    Set<Task> tasks = EnumSet.allOf(Task.class);
    boolean none = arguments.isTrue("no-default");
    FLAGS.forEach(
        (task, flag) -> {
          String given = arguments.value(flag).orElse(none ? "false" : "true");
          if (given.equals("false")) {
            tasks.remove(task);
          }
        });
    if (!tasks.contains(Task.COMMIT_2)) {
      tasks.remove(Task.COMMIT_1);
    }
    return tasks;
  }

  private InetSocketAddress listenAddress() {
    String listen = arguments.value("listen").orElse("0.0.0.0:3456");
    int colon = listen.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          listen.substring(0, Math.max(0, colon)), Integer.parseInt(listen.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new CliException("address " + listen + ": missing port in address" + TRACE + "560");
    }
  }

  /** One that listens everywhere finds out by the way to its miner under which address. */
  private static String routable(InetSocketAddress address, ApiInfo miner) throws IOException {
    if (!address.getAddress().isAnyLocalAddress()) {
      return address.getAddress().getHostAddress();
    }
    if (System.getenv().getOrDefault("MINER_API_INFO", "").isEmpty()) {
      throw new CliException(
          "MINER_API_INFO environment variable required to extract IP" + TRACE + "566");
    }
    InetSocketAddress target = miner.socketAddress();
    try (Socket socket = new Socket(target.getAddress(), target.getPort())) {
      return socket.getLocalAddress().getHostAddress();
    }
  }

  private static RpcServer listen(InetSocketAddress address, MinerLink link) throws IOException {
    try {
      return new RpcServer(address, link::verify);
    } catch (BindException e) {
      throw new CliException(e.getMessage() + TRACE + "604");
    }
  }

  private static long softFileLimit() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        String soft = line.substring("Max open files".length()).strip().split(" ", 2)[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
      }
    }
    return Long.MAX_VALUE;
  }
}
