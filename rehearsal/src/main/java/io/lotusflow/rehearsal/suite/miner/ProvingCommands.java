package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.Durations;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code lotus-miner proving …}. */
final class ProvingCommands {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd MMM yy HH:mm 'UTC'", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final String miner;
  private final FullNode node;
  private final RpcClient minerApi;
  private final Invocation invocation;
  private final PrintStream out;

  ProvingCommands(String miner, FullNode node, RpcClient minerApi, Invocation invocation) {
    this.miner = miner;
    this.node = node;
    this.minerApi = minerApi;
    this.invocation = invocation;
    this.out = invocation.out();
  }

  void run(String path) {
    if (path.equals("proving check")) {
      check();
      return;
    }
    if (path.equals("proving compute windowed-post")) {
      compute();
      return;
    }
    out.println("Miner: " + miner);
    switch (path) {
      case "proving info" -> info(node.object("StateMinerProvingDeadline", miner, null));
      case "proving deadlines" -> deadlines(node.object("StateMinerProvingDeadline", miner, null));
      default -> faults();
    }
  }

  /** Bad ones are told; the exit code is 0 all the same. */
  private void check() {
    long deadline = Long.parseLong(invocation.arguments().only());
    List<Object> partitions = partitions(deadline);
    long actor = Long.parseLong(miner.substring(2));
    Table table = new Table("deadline", "partition", "sector", "status");
    for (int i = 0; i < partitions.size(); i++) {
      for (Long sector : Bitfield.of(Json.asObject(partitions.get(i)), "LiveSectors")) {
        Map<String, Object> reference =
            Json.object("ID", new SectorName(actor, sector).json(), "ProofType", 5L);
        Map<String, Object> bad =
            Json.asObject(minerApi.call("CheckProvable", 10L, List.of(reference)));
        Object why = bad.get(Long.toString(sector));
        if (why != null || !invocation.isTrue("only-bad")) {
          table.row(
              Long.toString(deadline),
              Integer.toString(i),
              Long.toString(sector),
              why == null ? "good" : "bad (" + why + ")");
        }
      }
    }
    table.print(out);
  }

  /** What sends nothing; {@code null} where no sector is found, with exit code 0. */
  private void compute() {
    long began = System.nanoTime();
    long deadline = Long.parseLong(invocation.arguments().only());
    Object proofs = minerApi.call("ComputeWindowPoSt", deadline, null);
    out.println("Took " + (System.nanoTime() - began) / 1e9 + "s");
    out.println(proofs == null ? "null" : Json.pretty(withNumbers(proofs)));
  }

  /** What is left out is told by numbers here, by runs over the API. */
  private static List<Object> withNumbers(Object proofs) {
    List<Object> told = new ArrayList<>();
    for (Object proof : Json.asList(proofs)) {
      Map<String, Object> fields = Json.asObject(proof);
      List<Object> partitions = new ArrayList<>();
      for (Object partition : Json.asList(fields.get("Partitions"))) {
        Map<String, Object> one = Json.asObject(partition);
        one.put("Skipped", Bitfield.of(one, "Skipped"));
        partitions.add(one);
      }
      fields.put("Partitions", partitions);
      told.add(fields);
    }
    return told;
  }

  private void faults() {
    long deadlines = Json.asList(node.call("StateMinerDeadlines", miner, null)).size();
    out.println("deadline  partition  sectors");
    for (long i = 0; i < deadlines; i++) {
      List<Object> partitions = partitions(i);
      for (int j = 0; j < partitions.size(); j++) {
        for (Long sector : Bitfield.of(Json.asObject(partitions.get(j)), "FaultySectors")) {
          out.println(pad(i) + pad(j) + " " + sector);
        }
      }
    }
  }

  private void info(Map<String, Object> deadline) {
    long now = number(deadline, "CurrentEpoch");
    long start = number(deadline, "PeriodStart");
    long next = start + number(deadline, "WPoStProvingPeriod");
    out.println("Current Epoch:           " + now);
    out.println(
        "Proving Period Boundary: " + Math.floorMod(start, number(deadline, "WPoStProvingPeriod")));
    out.println(
        "Proving Period Start:    "
            + start
            + " ("
            + DAY.format(timeOf(start, now))
            + ", "
            + relative(start, now)
            + ")");
    out.println(
        "Next Period Start:       "
            + next
            + " ("
            + DAY.format(timeOf(next, now))
            + ", "
            + relative(next, now)
            + ")\n");
    int faults = Bitfield.of(node.call("StateMinerFaults", miner, null)).size();
    long live = number(node.object("StateMinerSectorCount", miner, null), "Live");
    double share = live == 0 ? 0 : 100.0 * faults / live;
    out.println("Faults:      " + faults + String.format(Locale.ROOT, " (%.2f%%)", share));
    out.println(
        "Recovering:  " + Bitfield.of(node.call("StateMinerRecoveries", miner, null)).size());
    out.println("Deadline Index:       " + deadline.get("Index"));
    out.println(
        "Deadline Sectors:     " + count(partitions(number(deadline, "Index")), "LiveSectors"));
    epoch("Deadline Open:        ", number(deadline, "Open"), now);
    epoch("Deadline Close:       ", number(deadline, "Close"), now);
    epoch("Deadline Challenge:   ", number(deadline, "Challenge"), now);
    epoch("Deadline FaultCutoff: ", number(deadline, "FaultCutoff"), now);
  }

  private void epoch(String label, long epoch, long now) {
    out.println(label + epoch + " (" + relative(epoch, now) + ")");
  }

  private static long number(Map<String, Object> deadline, String key) {
    return Json.asLong(deadline.get(key));
  }

  private static String relative(long epoch, long now) {
    String words = Durations.words(Math.abs(epoch - now) * Build.blockDelay());
    if (epoch == now) {
      return "now";
    }
    return epoch > now ? "in " + words : words + " ago";
  }

  private LocalDateTime timeOf(long epoch, long now) {
    long seconds = System.currentTimeMillis() / 1000 + (epoch - now) * Build.blockDelay();
    return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
  }

  private static String pad(long number) {
    return String.format("%-10d", number);
  }

  private List<Object> partitions(long deadline) {
    return Json.asList(node.call("StateMinerPartitions", miner, deadline, null));
  }

  private static long count(List<Object> partitions, String kind) {
    long count = 0;
    for (Object partition : partitions) {
      count += Bitfield.of(Json.asObject(partition), kind).size();
    }
    return count;
  }

  private void deadlines(Map<String, Object> current) {
    List<Object> deadlines = Json.asList(node.call("StateMinerDeadlines", miner, null));
    long now = number(current, "CurrentEpoch");
    Table table =
        new Table("deadline", "open", "partitions", "sectors (faults)", "proven partitions");
    for (int i = 0; i < deadlines.size(); i++) {
      long open = number(current, "PeriodStart") + i * number(current, "WPoStChallengeWindow");
      List<Object> partitions = partitions(i);
      int proven = Bitfield.of(Json.asObject(deadlines.get(i)), "PostSubmissions").size();
      table.row(
          Integer.toString(i),
          TIME.format(timeOf(open, now)),
          Integer.toString(partitions.size()),
          count(partitions, "LiveSectors") + " (" + count(partitions, "FaultySectors") + ")",
          proven + (i == number(current, "Index") ? "  (current)" : ""));
    }
    table.print(out);
  }
}
