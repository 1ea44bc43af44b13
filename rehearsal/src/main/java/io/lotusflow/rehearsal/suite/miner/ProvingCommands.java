package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.Durations;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code lotus-miner proving …}, for a miner without sectors. */
final class ProvingCommands {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd MMM yy HH:mm 'UTC'", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final String miner;
  private final FullNode node;
  private final PrintStream out;

  ProvingCommands(String miner, FullNode node, PrintStream out) {
    this.miner = miner;
    this.node = node;
    this.out = out;
  }

  void run(String path) {
    out.println("Miner: " + miner);
    switch (path) {
      case "proving info" -> info(node.object("StateMinerProvingDeadline", miner, null));
      case "proving deadlines" -> deadlines(node.object("StateMinerProvingDeadline", miner, null));
      default -> faults();
    }
  }

  private void faults() {
    node.call("StateMinerFaults", miner, null);
    out.println("deadline  partition  sectors");
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
    out.println("Faults:      0 (0.00%)\nRecovering:  0");
    out.println("Deadline Index:       " + deadline.get("Index"));
    out.println("Deadline Sectors:     0");
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

  private void deadlines(Map<String, Object> current) {
    List<Object> deadlines = Json.asList(node.call("StateMinerDeadlines", miner, null));
    long now = number(current, "CurrentEpoch");
    Table table =
        new Table("deadline", "open", "partitions", "sectors (faults)", "proven partitions");
    for (int i = 0; i < deadlines.size(); i++) {
      long open = number(current, "PeriodStart") + i * number(current, "WPoStChallengeWindow");
      String mark = i == number(current, "Index") ? "0  (current)" : "0";
      table.row(Integer.toString(i), TIME.format(timeOf(open, now)), "0", "0 (0)", mark);
    }
    table.print(out);
  }
}
