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

/**
 * The program {@code lotus-worker}. As in Lotus it exits 0 on every error: the message goes to the
 * log, the shell learns nothing.
 */
public final class LotusWorker {
  private static final Log MAIN = new Log("main");

  private static final String COMMANDS =
      """
      | Remote miner worker
       --worker-repo value, --workerrepo value | Specify worker repo path (default: "~/.lotusworker")
       --miner-repo value, --storagerepo value | Specify miner repo path (default: "~/.lotusminer")
       --enable-gpu-proving | enable use of GPU for mining operations (default: true)
       --version, -v | print the version
      run | Start lotus worker
       --listen value | host address and port the worker api will listen on (default: "0.0.0.0:3456")
       --no-local-storage | don't use storageminer repo for sector storage (default: false)
       --no-swap | don't use swap (default: false)
       --name value | custom worker name (default: hostname)
       --addpiece | enable addpiece (default: true)
       --precommit1 | enable precommit1 (default: true)
       --unseal | enable unsealing (default: true)
       --precommit2 | enable precommit2 (default: true)
       --commit | enable commit (default: true)
       --replica-update | enable replica update (default: true)
       --prove-replica-update2 | enable prove replica update 2 (default: true)
       --regen-sector-key | enable regen sector key (default: true)
       --sector-download | enable external sector data download (default: false)
       --windowpost | enable window post (default: false)
       --winningpost | enable winning post (default: false)
       --no-default | disable all default compute tasks, use the worker for storage/fetching only (default: false)
       --parallel-fetch-limit value | maximum fetch operations to run in parallel (default: 5)
       --post-parallel-reads value | maximum number of parallel challenge reads (0 = no limit) (default: 32)
       --post-read-timeout value | time limit for reading PoSt challenges (0 = no limit) (default: 0s)
       --timeout value | used when 'listen' is unspecified. must be a valid duration recognized by golang's time.ParseDuration function (default: "30m")
       --http-server-timeout value | (default: "30s")
       --data-cid | Run the data-cid task. true|false (default: inherits --addpiece)
       --external-pc2 value | command for computing PC2 externally
      stop | Stop a running lotus worker
      info | Print worker info
      storage | manage sector storage
      storage attach | attach local storage path
       --init | initialize the path first (default: false)
       --weight value | (for init) path weight (default: 10)
       --seal | (for init) use path for sealing (default: false)
       --store | (for init) use path for long-term storage (default: false)
       --max-storage value | (for init) limit storage space for sectors (expensive for very large paths!)
       --groups value | path group names
       --allow-to value | path groups allowed to pull data from this path (allow all if not specified)
      storage detach | detach local storage path | [path]
       --really-do-it | (default: false)
      storage redeclare | redeclare sectors in a local storage path
       --id value | storage path ID
       --all | redeclare all storage paths (default: false)
       --drop-missing | Drop index entries with missing files (default: true)
      tasks | Manage task processing
      tasks enable | Enable a task type | --all | [UNS|C2|PC2|PC1|PR2|RU|AP|DC|GSK]
       --all | Enable all task types (default: false)
      tasks disable | Disable a task type | --all | [UNS|C2|PC2|PC1|PR2|RU|AP|DC|GSK]
       --all | Disable all task types (default: false)
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
        new WorkerRun(invocation).run();
      } else {
        Repo repo = Repo.locate(Repo.Kind.WORKER, invocation.globals().value("worker-repo"));
        RpcClient worker = new RpcClient(ApiInfo.find(repo), RpcClient.Dialect.HTTP, "v0");
        new WorkerCommands(worker, invocation).run(path);
      }
    } catch (CliException e) {
      MAIN.warn("lotus-worker/main.go:22", e.getMessage());
    }
    return 0;
  }
}
