package io.lotusflow.rehearsal.suite.daemon;

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

/** The program {@code lotus}. */
public final class Lotus {
  private static final String COMMANDS =
      """
      | Filecoin decentralized storage network client
       --repo value | repo directory (default: "~/.lotus")
       --color | use color in display output (default: depends on output being a TTY)
       --interactive | setting to false will disable interactive functionality of commands (default: false)
       --force-send | if true, will ignore pre-send checks (default: false)
       --vv | enables very verbose mode, useful for debugging the CLI (default: false)
       --version, -v | print the version
      daemon | Start a lotus daemon process | -
       --api value | (default: "1234")
       --genesis value | genesis file to use for first node run
       --bootstrap | (default: true)
       --import-chain value | on first run, load chain from given file or url and validate
       --import-snapshot value | import chain state from a given chain export file or url
       --remove-existing-chain | remove existing chain and splitstore data on a snapshot-import (default: false)
       --halt-after-import | halt the process after importing chain from file (default: false)
       --lite | start lotus in lite mode (default: false)
       --pprof value | specify name of file for writing cpu profile to
       --profile value | specify type of node
       --manage-fdlimit | manage open file limit (default: true)
       --config value | specify path of config file to use
       --api-max-req-size value | maximum API request size accepted by the JSON RPC server (default: 0)
       --restore value | restore from backup file
       --restore-config value | config file to use when restoring from backup
      daemon stop | Stop a running lotus daemon
      backup | Create node metadata backup | [backup file path]
       --offline | create backup without the node running (default: false)
      config | Manage node config
      config default | Print default node config
       --no-comment | don't comment default values (default: false)
      config updated | Print updated node config
       --no-comment | don't comment default values (default: false)
      version | Print version
      send | Send funds between accounts | [targetAddress] [amount]
       --from value | optionally specify the account to send funds from
       --gas-premium value | specify gas price to use in AttoFIL (default: "0")
       --gas-feecap value | specify gas fee cap to use in AttoFIL (default: "0")
       --gas-limit value | specify gas limit (default: 0)
       --nonce value | specify the nonce to use (default: 0)
       --method value | specify method to invoke (default: 0)
       --force | deprecated: use global 'force-send' (default: false)
      wallet | Manage wallet
      wallet new | Generate a new key of the given type | [bls|secp256k1|delegated (default secp256k1)]
      wallet list | List wallet address
       --addr-only, -a | Only print addresses (default: false)
       --id, -i | Output ID addresses (default: false)
       --market, -m | Output market balances (default: false)
      wallet balance | Get account balance | [address]
      wallet export | export keys | [address]
      wallet import | import keys | [<path> (optional, will read from stdin if omitted)]
       --format value | specify input format for key (default: "hex-lotus")
       --as-default | import the given key as your new default key (default: false)
      wallet default | Get default wallet address
      wallet set-default | Set default wallet address | [address]
      wallet sign | sign a message | <signing address> <hexMessage>
      wallet delete | Soft delete an address from the wallet | <address>
      info | Print node info
      auth | Manage RPC permissions
      auth create-token | Create token
       --perm value | permission to assign to the token, one of: read, write, sign, admin
      auth api-info | Get token with API info required to connect to this node
       --perm value | permission to assign to the token, one of: read, write, sign, admin
      mpool | Manage message pool
      mpool pending | Get pending messages
       --local | print pending messages for addresses in local wallet only (default: false)
       --cids | only print cids of messages in output (default: false)
       --to value | return messages to a given address
       --from value | return messages from a given address
      state | Interact with and query filecoin chain state
      state wait-msg | Wait for a message to appear on chain | [messageCid]
       --timeout value | (default: "10m")
      state search-msg | Search to see whether a message has appeared on chain | [messageCid]
      state miner-info | Retrieve miner information | [minerAddress]
      state list-miners | list all miners in the network
       --sort-by value | criteria to sort miners by (none, num-deals)
      state network-version | Returns the network version
      chain | Interact with filecoin blockchain
      chain head | Print chain head
       --height | print just the epoch number of the chain head (default: false)
      chain list | View a segment of the chain
       --height value | (default: current head)
       --count value | (default: 30)
      chain export | export chain to a car file | [outputPath]
       --tipset value | specify tipset to start the export from (default: "@head")
       --recent-stateroots value | specify the number of recent state roots to include in the export (default: 0)
       --skip-old-msgs | (default: false)
      log | Manage logging
      log list | List log systems
      log alerts | Get alert states
       --all | get all (active and inactive) alerts (default: false)
      wait-api | Wait for lotus api to come online
       --timeout value | duration to wait till fail (default: 30s)
      fetch-params | Fetch proving parameters | [sectorSize]
      net | Manage P2P Network
      net peers | Print peers
       --agent, -a | Print agent name (default: false)
       --extended, -x | Print extended peer information in json (default: false)
      net connect | Connect to a peer | [peerMultiaddr|minerActorAddress]
      net listen | List listen addresses
      net id | Get node identity
      net reachability | Print information about reachability from the internet
      sync | Inspect or interact with the chain syncer
      sync status | check sync status
      sync wait | Wait for sync to be complete
       --watch | don't exit after node is synced (default: false)
      status | Check node status
       --chain | include chain health status (default: false)
      """;

  public int run(String[] args) {
    return new Program("lotus", Build.version(), new Commands("lotus", COMMANDS), this::dispatch)
        .run(args);
  }

  private int dispatch(String path, Invocation invocation) throws Exception {
    Repo repo = Repo.locate(Repo.Kind.FULL_NODE, invocation.globals().value("repo"));
    if (path.equals("daemon")) {
      return new DaemonCommand(repo, invocation).run();
    }
    if (path.equals("fetch-params")) {
      ParameterFetch.fetch(Sizes.parse(invocation.arguments().only()));
      return 0;
    }
    if (NodeCommands.knows(path)) {
      return new NodeCommands(repo, RpcClient.Dialect.WEBSOCKET, invocation).run(path);
    }
    RpcClient node = new RpcClient(ApiInfo.find(repo), RpcClient.Dialect.WEBSOCKET, "v0").warned();
    run(path, node, invocation);
    return 0;
  }

  private static void run(String path, RpcClient node, Invocation invocation)
      throws IOException, InterruptedException {
    int space = path.indexOf(' ');
    switch (space < 0 ? path : path.substring(0, space)) {
      case "wallet" -> new WalletCommands(node, invocation).run(path);
      case "chain" -> new ChainCommands(node, invocation).run(path);
      case "sync" -> new SyncCommands(node, invocation.out()).run(path, invocation.isTrue("watch"));
      case "net" -> new NetCommands(node, invocation).run(path);
      case "state" -> new StateCommands(node, invocation).run(path);
      case "send" -> new SendCommand(node, invocation).run();
      case "mpool" -> new MpoolCommand(node, invocation).run();
      case "daemon" -> node.call("Shutdown");
      default -> new StatusCommands(node, invocation).run(path);
    }
  }
}
