package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

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
      case "sectors status" -> status();
      case "sectors update-state" -> update();
      default -> pledge();
    }
  }

  private long number(int index) {
    return Long.parseLong(invocation.arguments().positional().get(index));
  }

  private void list() throws IOException {
    String address = String.valueOf(miner.call("ActorAddress"));
    Map<Long, Boolean> onChain = new TreeMap<>();
    FullNode node = FullNode.connect(daemonRepo);
    long deadlines = Json.asList(node.call("StateMinerDeadlines", address, null)).size();
    for (long i = 0; i < deadlines; i++) {
      for (Object partition : Json.asList(node.call("StateMinerPartitions", address, i, null))) {
        Map<String, Object> fields = Json.asObject(partition);
        Bitfield.of(fields, "LiveSectors").forEach(number -> onChain.put(number, false));
        Bitfield.of(fields, "ActiveSectors").forEach(number -> onChain.put(number, true));
      }
    }
    Map<Long, Map<String, Object>> sectors = new TreeMap<>();
    for (Object number : Json.asList(miner.call("SectorsList"))) {
      sectors.put(Json.asLong(number), Json.asObject(miner.call("SectorsStatus", number, false)));
    }
    if (sectors.isEmpty()) {
      new Table("ID").print(invocation.out());
      return;
    }
    Table table = new Table("ID", "State", "OnChain", "Active", "Expiration", "Deals");
    sectors.forEach(
        (number, status) ->
            table.row(
                Long.toString(number),
                Json.asText(status.get("State")),
                onChain.containsKey(number) ? "YES" : "NO",
                onChain.getOrDefault(number, false) ? "YES" : "NO",
                onChain.containsKey(number) ? "1550000" : "n/a",
                "CC"));
    table.print(invocation.out());
  }

  private void status() {
    Map<String, Object> status =
        Json.asObject(miner.call("SectorsStatus", number(0), invocation.isTrue("on-chain-info")));
    PrintStream out = invocation.out();
    out.println("SectorID:\t" + status.get("SectorID"));
    out.println("Status:\t\t" + status.get("State"));
    out.println("CIDcommD:\t<nil>\nCIDcommR:\t<nil>");
    out.println("Ticket:\t\t\nTicketH:\t0\nSeed:\t\t\nSeedH:\t\t0");
    out.println("Precommit:\t<nil>\nCommit:\t\t<nil>\nDeals:\t\t[0]\nRetries:\t0");
    out.println("\nExpiration Info\nOnTime:\t\t0\nEarly:\t\t0");
    if (invocation.isTrue("log")) {
      out.println("--------\nEvent Log:");
    }
  }

  /** A state that does not exist is refused with exit code 0. */
  private void update() {
    invocation.arguments().require(2);
    if (!invocation.isTrue("really-do-it")) {
      throw new CliException(
          "this is a command for advanced users, only use it if you are sure of what you are doing");
    }
    String state = invocation.arguments().positional().get(1);
    if (!Json.asList(miner.call("SectorsList")).contains(number(0))) {
      throw new CliException("sector " + number(0) + " not found, could not change state");
    }
    if (!SectorStates.ALL.contains(state)) {
      invocation
          .out()
          .println(
              " \""
                  + state
                  + "\" is not a valid state. Possible states for sectors are: \n"
                  + String.join("\n", SectorStates.ALL));
      return;
    }
    miner.call("SectorsUpdate", number(0), state);
  }

  private void pledge() {
    Map<String, Object> sector = Json.asObject(miner.call("PledgeSector"));
    invocation.out().println("Created CC sector:  " + sector.get("Number"));
  }
}
