package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** {@code lotus-miner sealing …}. */
final class SealingCommands {
  private static final int BAR = 64;

  private final RpcClient miner;
  private final PrintStream out;

  SealingCommands(RpcClient miner, PrintStream out) {
    this.miner = miner;
    this.out = out;
  }

  void run(String path) {
    switch (path) {
      case "sealing jobs" -> jobs();
      case "sealing workers" -> workers();
      default ->
          out.println(Json.pretty(sorted(Json.asObject(miner.call("SealingSchedDiag", true)))));
    }
  }

  private static Map<String, Object> sorted(Map<String, Object> object) {
    return new TreeMap<>(object);
  }

  private void jobs() {
    Map<String, Object> byWorker = Json.asObject(miner.call("WorkerJobs"));
    if (byWorker.isEmpty()) {
      out.println("ID  Sector  Worker  Hostname  Task  State  Time");
      return;
    }
    Table table = new Table("ID", "Sector", "Worker", "Hostname", "Task", "State", "Time");
    byWorker.forEach(
        (worker, jobs) -> Json.asList(jobs).forEach(job -> row(table, worker, Json.asObject(job))));
    table.print(out);
  }

  private static void row(Table table, String worker, Map<String, Object> job) {
    String task = Json.asText(job.get("Task"));
    table.row(
        Json.asText(Json.asObject(job.get("ID")).get("ID")).substring(0, 8),
        String.valueOf(Json.asObject(job.get("Sector")).get("Number")),
        worker.substring(0, 8),
        "localhost",
        switch (task) {
          case "seal/v0/commit/2" -> "C2";
          case "seal/v0/precommit/1" -> "PC1";
          case "seal/v0/precommit/2" -> "PC2";
          default -> "AP";
        },
        "running",
        "1s");
  }

  private void workers() {
    for (Map.Entry<String, Object> entry : Json.asObject(miner.call("WorkerStats")).entrySet()) {
      Map<String, Object> info = Json.asObject(Json.asObject(entry.getValue()).get("Info"));
      Map<String, Object> resources = Json.asObject(info.get("Resources"));
      out.println("Worker " + entry.getKey() + ", host " + info.get("Hostname"));
      out.println(
          "\tCPU:  [" + " ".repeat(BAR) + "] 0/" + resources.get("CPUs") + " core(s) in use");
      long total = Json.asLong(resources.get("MemPhysical"));
      long used = Json.asLong(resources.get("MemUsed"));
      memory("RAM: ", used, total);
      memory(
          "VMEM:",
          used + Json.asLong(resources.get("MemSwapUsed")),
          total + Json.asLong(resources.get("MemSwap")));
    }
  }

  private void memory(String label, long used, long total) {
    int filled = total == 0 ? 0 : (int) (used * BAR / total);
    String bar = "|".repeat(filled) + " ".repeat(BAR - filled);
    out.println(
        "\t"
            + label
            + " ["
            + bar
            + "] "
            + (total == 0 ? 0 : used * 100 / total)
            + "% "
            + Sizes.print(used)
            + "/"
            + Sizes.print(total));
  }
}
