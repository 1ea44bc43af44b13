package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.util.Map;

/** {@code lotus-miner sectors …}. */
final class SectorCommands {
  private final RpcClient miner;
  private final Repo daemonRepo;
  private final Invocation invocation;

  SectorCommands(RpcClient miner, Repo daemonRepo, Invocation invocation) {
    this.miner = miner;
    this.daemonRepo = daemonRepo;
    this.invocation = invocation;
  }

  void run(String path) throws IOException {
    switch (path) {
      case "sectors list" -> list();
      case "sectors status" ->
          miner.call("SectorsStatus", number(), invocation.isTrue("on-chain-info"));
      default -> pledge();
    }
  }

  private long number() {
    return Long.parseLong(invocation.arguments().only());
  }

  private void list() throws IOException {
    FullNode.connect(daemonRepo).call("ChainHead");
    Json.asList(miner.call("SectorsList"));
    new Table("ID").print(invocation.out());
  }

  private void pledge() {
    Map<String, Object> sector = Json.asObject(miner.call("PledgeSector"));
    invocation.out().println("Created CC sector:  " + sector.get("Number"));
  }
}
