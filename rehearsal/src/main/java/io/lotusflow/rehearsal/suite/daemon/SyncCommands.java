package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code lotus sync status} and {@code lotus sync wait}; the latter is also part of {@code
 * lotus-miner init} and {@code run}.
 */
public final class SyncCommands {
  private static final String[] STAGES = {
    "idle",
    "header sync",
    "persisting headers",
    "message sync",
    "complete",
    "error",
    "fetching messages"
  };

  private final RpcClient node;
  private final PrintStream out;

  public SyncCommands(RpcClient node, PrintStream out) {
    this.node = node;
    this.out = out;
  }

  void run(String path, boolean watch) throws InterruptedException {
    if (path.equals("sync status")) {
      status();
    } else {
      await(watch);
    }
  }

  private List<Object> active() {
    return Json.asList(Json.asObject(node.call("SyncState")).get("ActiveSyncs"));
  }

  private void status() {
    out.println("sync status:");
    for (Object entry : active()) {
      Map<String, Object> worker = Json.asObject(entry);
      Map<String, Object> base = Json.asObject(worker.get("Base"));
      Map<String, Object> target = Json.asObject(worker.get("Target"));
      long targetHeight = Json.asLong(target.get("Height"));
      out.println("worker " + worker.get("WorkerID") + ":");
      out.println("\tBase:\t" + key(base));
      out.println("\tTarget:\t" + key(target) + " (" + targetHeight + ")");
      out.println("\tHeight diff:\t" + (targetHeight - Json.asLong(base.get("Height"))));
      out.println("\tStage: " + stage(worker));
      out.println("\tHeight: " + worker.get("Height"));
      if (!base.isEmpty()) {
        out.println("\tElapsed: " + elapsed(worker));
      }
    }
  }

  private static String key(Map<String, Object> tipset) {
    StringBuilder key = new StringBuilder("[");
    for (Object cid : Json.asList(tipset.get("Cids"))) {
      key.append(key.length() == 1 ? "" : " ").append(Json.asCid(cid));
    }
    return key.append("]").toString();
  }

  private static String stage(Map<String, Object> worker) {
    return STAGES[(int) Json.asLong(worker.get("Stage"))];
  }

  private static String elapsed(Map<String, Object> worker) {
    String end = Json.asText(worker.get("End"));
    Instant until = end.startsWith("0001") ? Instant.now() : Instant.parse(end);
    Duration elapsed = Duration.between(Instant.parse(Json.asText(worker.get("Start"))), until);
    long micros = elapsed.toNanos() / 1000;
    return elapsed.toSeconds() > 0
        ? elapsed.toSeconds() + "." + String.format("%06d", micros % 1_000_000) + "s"
        : micros / 1000 + "." + String.format("%03d", micros % 1000) + "ms";
  }

  /**
   * Returns when the head is younger than one epoch. As in Lotus it prints nothing and looks at no
   * head while there is no sync to show, and it never gives up.
   */
  public void await(boolean watch) throws InterruptedException {
    int drawn = 0;
    while (true) {
      List<Object> active = active();
      if (!active.isEmpty()) {
        erase(drawn);
        drawn = draw(Json.asObject(active.get(active.size() - 1)), drawn > 0);
        if (!watch && InfoText.ageOf(Json.asObject(node.call("ChainHead"))) < Build.blockDelay()) {
          out.println("\nDone!");
          return;
        }
      }
      Thread.sleep(500);
    }
  }

  private void erase(int lines) {
    for (int i = 0; i < lines; i++) {
      out.print(i == 0 ? "\u001b[2K\u001b[A" : "\n\u001b[2K\u001b[A");
    }
  }

  private int draw(Map<String, Object> worker, boolean again) {
    long base = Json.asLong(Json.asObject(worker.get("Base")).get("Height"));
    long target = Json.asLong(Json.asObject(worker.get("Target")).get("Height"));
    long height = Json.asLong(worker.get("Height"));
    out.println(
        "Worker: "
            + worker.get("WorkerID")
            + "; Base: "
            + base
            + "; Target: "
            + target
            + " (diff: "
            + (target - base)
            + ")");
    out.println(
        "State: "
            + stage(worker)
            + "; Current Epoch: "
            + height
            + "; Todo: "
            + (target - height)
            + ", ETA: ");
    if (again) {
      out.println("Validated 0 messages (0 per second)");
    }
    return again ? 3 : 2;
  }
}
