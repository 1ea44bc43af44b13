package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Durations;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.sealing.Task;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** {@code lotus-miner sealing …}. */
final class SealingCommands {
  private static final int BAR = 64;

  private final RpcClient miner;
  private final Arguments arguments;
  private final PrintStream out;

  SealingCommands(RpcClient miner, Invocation invocation) {
    this.miner = miner;
    this.arguments = invocation.arguments();
    this.out = invocation.out();
  }

  void run(String path) {
    switch (path) {
      case "sealing jobs" -> jobs();
      case "sealing workers" -> workers();
      case "sealing abort" -> abort(arguments.only());
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
    long wait = Json.asLong(job.get("RunWait"));
    table.row(
        Json.asText(Json.asObject(job.get("ID")).get("ID")).substring(0, 8),
        String.valueOf(Json.asObject(job.get("Sector")).get("Number")),
        worker.substring(0, 8),
        Json.asText(job.get("Hostname")),
        shortName(Json.asText(job.get("Task"))),
        wait == 0 ? "running" : wait > 0 ? "assigned(" + wait + ")" : "ret-wait",
        Durations.go(
            Duration.between(Instant.parse(Json.asText(job.get("Start"))), Instant.now())
                .toSeconds()));
  }

  private static String shortName(String label) {
    return Task.ofLabel(label).map(Task::shortName).orElse(label);
  }

  /** By the beginning of a call's id. */
  private void abort(String prefix) {
    for (Object jobs : Json.asObject(miner.call("WorkerJobs")).values()) {
      for (Object job : Json.asList(jobs)) {
        Map<String, Object> fields = Json.asObject(job);
        Map<String, Object> id = Json.asObject(fields.get("ID"));
        if (Json.asText(id.get("ID")).startsWith(prefix)) {
          SectorName sector = SectorName.ofJson(id.get("Sector"));
          out.println(
              "aborting job "
                  + sector.miner()
                  + "-"
                  + sector.number()
                  + "-"
                  + id.get("ID")
                  + ", task "
                  + shortName(Json.asText(fields.get("Task")))
                  + ", sector "
                  + sector.number()
                  + ", running on host ");
          miner.call("SealingAbort", id);
          return;
        }
      }
    }
    throw new CliException("job with specified id prefix not found");
  }

  private void workers() {
    for (Map.Entry<String, Object> entry : Json.asObject(miner.call("WorkerStats")).entrySet()) {
      Map<String, Object> stats = Json.asObject(entry.getValue());
      Map<String, Object> info = Json.asObject(stats.get("Info"));
      Map<String, Object> resources = Json.asObject(info.get("Resources"));
      boolean enabled = Boolean.TRUE.equals(stats.get("Enabled"));
      out.println(
          "Worker "
              + entry.getKey()
              + ", host "
              + info.get("Hostname")
              + (enabled ? "" : " (disabled)"));
      tasks(Json.asObject(stats.get("TaskCounts")));
      long cpus = Json.asLong(resources.get("CPUs"));
      long busy = Math.min(cpus, Json.asLong(stats.get("CpuUse")));
      int cores = cpus == 0 ? 0 : (int) (busy * BAR / cpus);
      out.println(
          "\tCPU:  ["
              + "|".repeat(cores)
              + " ".repeat(BAR - cores)
              + "] "
              + busy
              + "/"
              + cpus
              + " core(s) in use");
      long total = Json.asLong(resources.get("MemPhysical"));
      long used = Json.asLong(resources.get("MemUsed"));
      memory("RAM: ", used, total);
      memory(
          "VMEM:",
          used + Json.asLong(resources.get("MemSwapUsed")),
          total + Json.asLong(resources.get("MemSwap")));
    }
  }

  private void tasks(Map<String, Object> counts) {
    if (!counts.isEmpty()) {
      out.print("\tTASK: ");
      counts.forEach((label, count) -> out.print(shortName(label) + "(" + count + ") "));
      out.println();
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
