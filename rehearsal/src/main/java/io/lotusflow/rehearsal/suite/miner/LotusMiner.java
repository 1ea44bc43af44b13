package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.Commands;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Program;
import io.lotusflow.rehearsal.suite.node.NodeCommands;
import io.lotusflow.rehearsal.suite.proofs.ParameterFetch;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.IOException;
import java.util.Optional;

/** The program {@code lotus-miner}. */
public final class LotusMiner {
  private static final String COMMANDS =
      """
      | Filecoin decentralized storage network miner
       --actor value, -a value | specify other actor to query / manipulate
       --color | use color in display output (default: depends on output being a TTY)
       --repo value | (default: "~/.lotus")
       --miner-repo value, --storagerepo value | Specify miner repo path (default: "~/.lotusminer")
       --vv | enables very verbose mode, useful for debugging the CLI (default: false)
       --version, -v | print the version
      init | Initialize a lotus miner repo | -
       --actor value | specify the address of an already created miner actor
       --create-worker-key | create separate worker key (default: false)
       --worker value, -w value | worker key to use (overrides --create-worker-key)
       --owner value, -o value | owner key to use
       --sector-size value | specify sector size to use
       --nosync | don't check full-node sync status (default: false)
       --symlink-imported-sectors | attempt to symlink to presealed sectors instead of copying them into place (default: false)
       --no-local-storage | don't use storageminer repo for sector storage (default: false)
       --gas-premium value | set gas premium for initialization messages in AttoFIL (default: "0")
       --from value | select which address to send actor creation message from
       --confidence value | number of block confirmations to wait for (default: 5)
       --deposit-margin-factor value | Multiplier (>=1.0) to scale the suggested deposit for on-chain variance (e.g. 1.01 adds 1%) (default: 1.01)
      run | Start a lotus miner process
       --miner-api value | 2345
       --enable-gpu-proving | enable use of GPU for mining operations (default: true)
       --nosync | don't check full-node sync status (default: false)
       --manage-fdlimit | manage open file limit (default: true)
      stop | Stop a running lotus miner
      config | Manage node config
      config default | Print default node config
       --no-comment | don't comment default values (default: false)
      config updated | Print updated node config
       --no-comment | don't comment default values (default: false)
      backup | Create node metadata backup | [backup file path]
       --offline | create backup without the node running (default: false)
      version | Print version
      actor | manipulate the miner actor
      actor set-addresses | set addresses that your miner can be publicly dialed on | <multiaddrs>
       --from value | optionally specify the account to send the message from
       --gas-limit value | set gas limit (default: 0)
       --unset | unset address (default: false)
      actor set-addrs | set addresses that your miner can be publicly dialed on | <multiaddrs>
       --from value | optionally specify the account to send the message from
       --gas-limit value | set gas limit (default: 0)
       --unset | unset address (default: false)
      actor withdraw | withdraw available balance to beneficiary | [amount (FIL)]
       --confidence value | number of block confirmations to wait for (default: 5)
       --beneficiary | send withdraw message from the beneficiary address (default: false)
      actor set-peer-id | set the peer id of your miner | <peer id>
       --gas-limit value | set gas limit (default: 0)
      actor control | Manage control addresses
      actor control list | Get currently set control addresses
       --verbose | (default: false)
      actor control set | Set control address(-es) | [...address]
       --really-do-it | Actually send transaction performing the action (default: false)
      info | Print miner info
       --hide-sectors-info | hide sectors info (default: false)
       --blocks value | Log of produced <blocks> newest blocks (default: 0)
      sectors | interact with sector store
      sectors list | List sectors
       --show-removed, -r | show removed sectors (default: false)
       --fast, -f | don't show on-chain info for better performance (default: false)
       --events, -e | display number of events the sector has received (default: false)
       --seal-time, -t | display how long it took for the sector to be sealed (default: false)
       --states value | filter sectors by a comma-separated list of states
       --unproven, -u | only show sectors which aren't in the 'Proving' state (default: false)
      sectors status | Get the seal status of a sector by its number | <sectorNum>
       --log, -l | display event log (default: false)
       --on-chain-info, -c | show sector on chain info (default: false)
      sectors update-state | ADVANCED: manually update the state of a sector, this may aid in error recovery | <sectorNum> <newState>
       --really-do-it | pass this flag if you know what you are doing (default: false)
      sectors pledge | store random data in a sector
      sectors terminate | Terminate sector on-chain then remove (WARNING: This means losing power and collateral for the removed sector) | <sectorNum>
       --really-do-it | pass this flag if you know what you are doing (default: false)
      sectors remove | Forcefully remove a sector (WARNING: This means losing power and collateral for the removed sector (use 'terminate' for lower penalty)) | <sectorNum>
       --really-do-it | pass this flag if you know what you are doing (default: false)
      sectors snap-up | Mark a committed capacity sector to be filled with deals | <sectorNum>
      sectors abort-upgrade | Abort the attempted (SnapDeals) upgrade of a CC sector, reverting it to as before | <sectorNum>
       --really-do-it | pass this flag if you know what you are doing (default: false)
      sectors batching | manage batch sector operations
      sectors batching commit | list sectors waiting in commit batch queue
       --publish-now | send a batch now (default: false)
      sectors batching precommit | list sectors waiting in precommit batch queue
       --publish-now | send a batch now (default: false)
      proving | View proving information
      proving info | View current state information
      proving deadlines | View the current proving period deadlines information
       --all, -a | Count all sectors (only live sectors are counted by default) (default: false)
      proving check | Check sectors provable | <deadlineIdx>
       --only-bad | print only bad sectors (default: false)
       --slow | run slower checks (default: false)
       --storage-id value | filter sectors by storage path (path id)
       --faulty | only check faulty sectors (default: false)
      proving compute | Compute simulated proving tasks
      proving compute windowed-post | Compute WindowPoSt for a specific deadline | [deadline index]
      proving faults | View the currently known proving faulty sectors information
      storage | manage sector storage
      storage attach | attach local storage path | [path]
       --init | initialize the path first (default: false)
       --weight value | (for init) path weight (default: 10)
       --seal | (for init) use path for sealing (default: false)
       --store | (for init) use path for long-term storage (default: false)
       --max-storage value | (for init) limit storage space for sectors (expensive for very large paths!)
       --groups value | path group names
       --allow-to value | path groups allowed to pull data from this path (allow all if not specified)
      storage detach | detach local storage path | [path]
       --really-do-it | (default: false)
      storage redeclare | redeclare sectors in a local storage path | [path]
       --id value | storage path ID
       --all | redeclare all storage paths (default: false)
       --drop-missing | Drop index entries with missing files (default: true)
      storage list | list local storage paths
       --color | use color in display output (default: depends on output being a TTY)
      storage find | find sector in the storage system | [sector number]
      sealing | interact with sealing pipeline
      sealing jobs | list running jobs
       --show-ret-done | show returned but not consumed calls (default: false)
      sealing workers | list workers
      sealing abort | Abort a running job | [callid]
       --sched | Specifies that the argument is UUID of the request to be removed from scheduler (default: false)
      sealing sched-diag | Dump internal scheduler state
       --force-sched | (default: false)
      auth | Manage RPC permissions
      auth create-token | Create token
       --perm value | permission to assign to the token, one of: read, write, sign, admin
      auth api-info | Get token with API info required to connect to this node
       --perm value | permission to assign to the token, one of: read, write, sign, admin
      log | Manage logging
      log list | List log systems
      log alerts | Get alert states
       --all | get all (active and inactive) alerts (default: false)
      wait-api | Wait for lotus api to come online
       --timeout value | duration to wait till fail (default: 30s)
      fetch-params | Fetch proving parameters | [sectorSize]
      """;

  public int run(String[] args) {
    return new Program(
            "lotus-miner", Build.version(), new Commands("lotus-miner", commands()), this::dispatch)
        .run(args);
  }

  private static String commands() {
    return Build.hasMarket() ? COMMANDS + MarketCommands.COMMANDS : COMMANDS;
  }

  private int dispatch(String path, Invocation invocation) throws Exception {
    Repo repo = Repo.locate(Repo.Kind.MINER, invocation.globals().value("miner-repo"));
    Repo daemonRepo = Repo.locate(Repo.Kind.FULL_NODE, invocation.globals().value("repo"));
    if (path.equals("fetch-params")) {
      ParameterFetch.fetch(Sizes.parse(invocation.arguments().only()));
    } else if (path.equals("init")) {
      return new MinerInit(repo, daemonRepo, invocation).run();
    } else if (path.equals("run")) {
      new MinerRun(repo, daemonRepo, invocation).run();
    } else if (NodeCommands.knows(path)) {
      return new NodeCommands(repo, RpcClient.Dialect.HTTP, invocation).run(path);
    } else {
      command(path, repo, daemonRepo, invocation);
    }
    return 0;
  }

  private static void command(String path, Repo repo, Repo daemonRepo, Invocation invocation)
      throws IOException, InterruptedException {
    RpcClient miner = new RpcClient(ApiInfo.find(repo), RpcClient.Dialect.HTTP, "v0").warned();
    int space = path.indexOf(' ');
    switch (space < 0 ? path : path.substring(0, space)) {
      case "stop" -> miner.call("Shutdown");
      case "storage" -> new StorageCommands(miner, invocation).run(path);
      case "storage-deals", "retrieval-deals" -> new MarketCommands(miner, invocation).run(path);
      case "sealing" -> new SealingCommands(miner, invocation).run(path);
      case "sectors" -> new SectorCommands(miner, daemonRepo, invocation).run(path);
      case "proving" ->
          new ProvingCommands(
                  address(miner, invocation), FullNode.connect(daemonRepo), miner, invocation)
              .run(path);
      case "actor" ->
          new ActorCommands(address(miner, invocation), FullNode.connect(daemonRepo), invocation)
              .run(path);
      default -> new InfoCommand(miner, FullNode.connect(daemonRepo), invocation).run();
    }
  }

  /** The miner's own address, or the one that {@code --actor} names. */
  private static String address(RpcClient miner, Invocation invocation) {
    Optional<String> other = invocation.globals().value("actor");
    return other.isPresent() ? other.get() : String.valueOf(miner.call("ActorAddress"));
  }
}
