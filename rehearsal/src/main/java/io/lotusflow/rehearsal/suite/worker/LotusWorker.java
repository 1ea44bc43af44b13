package io.lotusflow.rehearsal.suite.worker;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Commands;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.cli.Program;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The program {@code lotus-worker}. As in Lotus it exits 0 on every error: the message goes to the
 * log, the shell learns nothing. A worker that has found its miner waits here for work that does
 * not come yet.
 */
public final class LotusWorker {
  private static final Log LOG = new Log("worker");
  private static final Log MAIN = new Log("main");
  private static final long FILES_WANTED = 100_000;
  private static final String TRACE =
      ":\n    github.com/filecoin-project/lotus/cli/worker.init.func10\n        cli/worker/worker.go:";

  private static final String COMMANDS =
      """
      | Remote miner worker
       --worker-repo value, --workerrepo value | Specify worker repo path (default: "~/.lotusworker")
       --miner-repo value, --storagerepo value | Specify miner repo path (default: "~/.lotusminer")
       --version, -v | print the version
      run | Start lotus worker
       --listen value | host address and port the worker api will listen on (default: "0.0.0.0:3456")
       --name value | custom worker name (default: hostname)
       --no-local-storage | don't use storageminer repo for sector storage (default: false)
       --no-swap | don't use swap (default: false)
       --no-default | disable all default compute tasks (default: false)
       --addpiece | enable addpiece (default: true)
       --precommit1 | enable precommit1 (default: true)
       --unseal | enable unsealing (default: true)
       --precommit2 | enable precommit2 (default: true)
       --commit | enable commit (default: true)
       --parallel-fetch-limit value | maximum fetch operations to run in parallel (default: 5)
       --timeout value | used when 'listen' is unspecified (default: "30m")
      stop | Stop a running lotus worker
      info | Print worker info
      """;

  public int run(String[] args) {
    return new Program(
            "lotus-worker", Build.version(), new Commands("lotus-worker", COMMANDS), this::dispatch)
        .run(args);
  }

  private int dispatch(String path, Invocation invocation)
      throws IOException, InterruptedException {
    try {
      if (path.equals("run")) {
        work(invocation);
      } else {
        Repo repo = Repo.locate(Repo.Kind.WORKER, invocation.globals().value("worker-repo"));
        RpcClient worker = new RpcClient(ApiInfo.find(repo), RpcClient.Dialect.WEBSOCKET, "v0");
        worker.call(path.equals("stop") ? "Shutdown" : "Info");
      }
    } catch (CliException e) {
      MAIN.warn("lotus-worker/main.go:22", e.getMessage());
    }
    return 0;
  }

  private static void work(Invocation invocation) throws IOException, InterruptedException {
    LOG.info("worker/worker.go:294", "Starting lotus worker");
    long files = softFileLimit();
    if (files < FILES_WANTED) {
      throw new CliException(
          "soft file descriptor limit (ulimit -n) too low, want "
              + FILES_WANTED
              + ", current "
              + files
              + TRACE
              + "317");
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> MAIN.warn("lotus-worker/main.go:22", "Interrupted by user" + TRACE + "372")));
    Repo miner = Repo.locate(Repo.Kind.MINER, invocation.globals().value("miner-repo"));
    awaitMiner(miner, invocation);
    LOG.info("worker/worker.go:700", "Worker registered successfully, waiting for tasks");
    Thread.currentThread().join();
  }

  /** Tries for ever, each attempt glued to the one before. */
  private static void awaitMiner(Repo miner, Invocation invocation) throws InterruptedException {
    Optional<String> failure = attempt(miner);
    while (failure.isPresent()) {
      invocation.out().print("\n\u001b[0KConnecting to miner API... (" + failure.get() + ")");
      invocation.out().flush();
      Thread.sleep(1000);
      failure = attempt(miner);
    }
  }

  private static Optional<String> attempt(Repo miner) {
    try {
      new RpcClient(ApiInfo.find(miner), RpcClient.Dialect.HTTP, "v0").call("Version");
      return Optional.empty();
    } catch (CliException | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
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
