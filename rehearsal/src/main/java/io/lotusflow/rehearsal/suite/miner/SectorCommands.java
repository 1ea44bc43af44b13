package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
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
      case "sectors remove" -> remove("pass this flag if you know what you are doing");
      case "sectors terminate" -> remove("pass --really-do-it to confirm this action");
      case "sectors snap-up" -> {
        invocation.arguments().require(1);
        miner.call("SectorMarkForUpgrade", number(0), true);
      }
      case "sectors abort-upgrade" -> abortUpgrade();
      case "sectors batching precommit" -> batching("SectorPreCommit");
      case "sectors batching commit" -> batching("SectorCommit");
      default -> pledge();
    }
  }

  private long number(int index) {
    return Long.parseLong(invocation.arguments().positional().get(index));
  }

  private void list() throws IOException {
    List<String> asked = invocation.arguments().values("states");
    boolean fast = invocation.isTrue("fast");
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
      Map<String, Object> status = Json.asObject(miner.call("SectorsStatus", number, false));
      String state = Json.asText(status.get("State"));
      boolean wanted = asked.isEmpty() ? !state.equals("Removed") : asked.contains(state);
      boolean proven = state.equals("Proving") && invocation.isTrue("unproven");
      if ((wanted || invocation.isTrue("show-removed")) && !proven) {
        sectors.put(Json.asLong(number), status);
      }
    }
    if (sectors.isEmpty()) {
      new Table("ID").print(invocation.out());
      return;
    }
    Table table =
        fast
            ? new Table("ID", "State", "OnChain", "Active", "Deals")
            : new Table("ID", "State", "OnChain", "Active", "Expiration", "Deals");
    sectors.forEach(
        (number, status) ->
            row(
                table,
                fast,
                Long.toString(number),
                Json.asText(status.get("State")),
                onChain.containsKey(number) ? "YES" : "NO",
                onChain.getOrDefault(number, false) ? "YES" : "NO",
                onChain.containsKey(number) ? "1550000" : "n/a",
                "CC"));
    table.print(invocation.out());
  }

  private static void row(
      Table table,
      boolean fast,
      String id,
      String state,
      String onChain,
      String active,
      String expiration,
      String deals) {
    if (fast) {
      table.row(id, state, onChain, active, deals);
    } else {
      table.row(id, state, onChain, active, expiration, deals);
    }
  }

  private void status() {
    Map<String, Object> status =
        Json.asObject(miner.call("SectorsStatus", number(0), invocation.isTrue("on-chain-info")));
    PrintStream out = invocation.out();
    out.println("SectorID:\t" + status.get("SectorID"));
    out.println("Status:\t\t" + status.get("State"));
    out.println("CIDcommD:\t<nil>\nCIDcommR:\t<nil>");
    out.println("Ticket:\t\t\nTicketH:\t" + epoch(status, "Ticket"));
    out.println("Seed:\t\t\nSeedH:\t\t" + epoch(status, "Seed"));
    out.println("Precommit:\t" + message(status, "PreCommitMsg"));
    out.println("Commit:\t\t" + message(status, "CommitMsg"));
    out.println("Deals:\t\t[0]\nRetries:\t" + status.get("Retries"));
    if (!Json.asText(status.get("LastErr")).isEmpty()) {
      out.println("Last Error:\t\t" + status.get("LastErr"));
    }
    out.println("\nExpiration Info\nOnTime:\t\t0\nEarly:\t\t0");
    if (invocation.isTrue("log")) {
      log(Json.asList(status.get("Log")));
    }
  }

  private static Object epoch(Map<String, Object> status, String of) {
    return Json.asObject(status.get(of)).get("Epoch");
  }

  private static Object message(Map<String, Object> status, String of) {
    return status.get(of) == null ? "<nil>" : Json.asCid(status.get(of));
  }

  private void log(List<Object> entries) {
    PrintStream out = invocation.out();
    out.println("--------\nEvent Log:");
    for (int i = 0; i < entries.size(); i++) {
      Map<String, Object> entry = Json.asObject(entries.get(i));
      String at =
          Instant.ofEpochSecond(Json.asLong(entry.get("Timestamp")))
              .toString()
              .replace('T', ' ')
              .replace("Z", " +0000 UTC");
      out.println(i + ".\t" + at + ":\t[" + entry.get("Kind") + "]\t" + entry.get("Message"));
      if (!Json.asText(entry.get("Trace")).isEmpty()) {
        out.println("\t" + entry.get("Trace"));
      }
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

  /** Deletes its data; the chain is not asked. */
  private void remove(String withoutFlag) {
    invocation.arguments().require(1);
    if (!invocation.isTrue("really-do-it")) {
      throw new CliException(withoutFlag);
    }
    try {
      miner.request("SectorsStatus", number(0), false);
    } catch (RpcException e) {
      throw new CliException(
          "sectorID " + number(0) + " has not been created yet: " + e.getMessage());
    }
    miner.call("SectorRemove", number(0));
  }

  private void abortUpgrade() {
    invocation.arguments().require(1);
    if (!invocation.isTrue("really-do-it")) {
      throw new CliException(
          "--really-do-it must be specified for this action to have an effect; you have been warned");
    }
    miner.call("SectorAbortUpgrade", number(0));
  }

  private void batching(String methods) {
    if (invocation.isTrue("publish-now")) {
      List<Object> batches = Json.asList(miner.call(methods + "Flush"));
      if (batches.isEmpty()) {
        throw new CliException("no sectors to publish");
      }
      for (int i = 0; i < batches.size(); i++) {
        batch(i, Json.asObject(batches.get(i)));
      }
      return;
    }
    List<Object> pending = Json.asList(miner.call(methods + "Pending"));
    if (pending.isEmpty()) {
      invocation.out().println("No sectors queued to be committed");
      return;
    }
    pending.forEach(id -> invocation.out().println(Json.asObject(id).get("Number")));
    invocation.out().print("Do you want to publish these sectors now? (yes/no): ");
    // It asks, also where nobody can answer.
    throw new CliException("reading user input: EOF");
  }

  private void batch(int index, Map<String, Object> batch) {
    PrintStream out = invocation.out();
    out.println("Batch " + index + ":");
    String error = Json.asText(batch.get("Error"));
    if (error.isEmpty()) {
      out.println("\tMessage: " + Json.asCid(batch.get("Msg")));
    } else {
      out.println("\tError: " + error);
    }
    out.println("\tSectors:");
    for (Object number : Json.asList(batch.get("Sectors"))) {
      out.println("\t\t" + number + "\t" + (error.isEmpty() ? "OK" : "ERROR " + error));
    }
  }

  private void pledge() {
    Map<String, Object> sector = Json.asObject(miner.call("PledgeSector"));
    invocation.out().println("Created CC sector:  " + sector.get("Number"));
  }
}
