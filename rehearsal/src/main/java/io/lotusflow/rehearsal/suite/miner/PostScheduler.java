package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.chain.WindowPostMethods;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proves what is due, by messages: each open deadline once, and declares faulty sectors recovered.
 * What it sees is what the daemon says, be its head as old as it may.
 */
final class PostScheduler {
  private static final Log LOG = new Log("wdpost");

  private final FullNode node;
  private final String miner;
  private final SectorLife life;
  private final KnownSectors known;
  private final Set<Long> submitted = new HashSet<>();
  private final Set<String> declared = new HashSet<>();
  private long failedAt = -1;

  PostScheduler(FullNode node, String miner, SectorLife life, KnownSectors known) {
    this.node = node;
    this.miner = miner;
    this.life = life;
    this.known = known;
  }

  void start() {
    Thread thread = new Thread(this::work, "wdpost");
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try {
      life.begin();
    } catch (IOException e) {
      LOG.error("wdpost/wdpost_sched.go:163", String.valueOf(e.getMessage()));
    }
    try {
      while (true) {
        try {
          round();
        } catch (IOException | RuntimeException e) {
          // An answer cut off in its middle, a full disk: the next round may do better.
          LOG.error("wdpost/wdpost_sched.go:163", String.valueOf(e.getMessage()));
        }
        Thread.sleep(Math.max(100, Build.blockDelay() * 1000 / 4));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws IOException {
    long now = System.currentTimeMillis();
    try {
      Map<String, Object> deadline = node.object("StateMinerProvingDeadline", miner, null);
      proveAndRecover(deadline);
      life.daemonAnswers(now);
    } catch (CliException unreachable) {
      life.daemonIsAway(now);
    }
  }

  /** What could not be sent is tried again with the next tipset, as long as it can be of use. */
  private void proveAndRecover(Map<String, Object> deadline) {
    long epoch = Json.asLong(deadline.get("CurrentEpoch"));
    if (epoch == failedAt) {
      return;
    }
    try {
      prove(deadline);
      recover(deadline);
    } catch (RpcException e) {
      failedAt = epoch;
      LOG.error("wdpost/wdpost_run.go:126", "submitting window post failed: " + e.getMessage());
    }
  }

  private List<Object> partitions(long deadline) {
    return Json.asList(node.call("StateMinerPartitions", miner, deadline, null));
  }

  private void prove(Map<String, Object> deadline) throws RpcException {
    long index = Json.asLong(deadline.get("Index"));
    long open = Json.asLong(deadline.get("Open"));
    List<Object> partitions = partitions(index);
    known.refresh(node, miner);
    List<Long> proven = posted(index);
    List<Long> due = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      Map<String, Object> partition = Json.asObject(partitions.get(i));
      if (!toProve(partition).isEmpty() && !proven.contains((long) i)) {
        due.add((long) i);
      }
    }
    if (!due.isEmpty() && !submitted.contains(open)) {
      byte[] params = WindowPostMethods.submitParams(index, due);
      Cid message = node.pushToMiner(sender(), miner, WindowPostMethods.SUBMIT, params);
      submitted.add(open);
      LOG.info(
          "wdpost/wdpost_run.go:110",
          "Submitted window post: " + message + " (deadline " + index + ")");
    }
  }

  /** Fresh sectors too, though they are active only from their first proof on. */
  private static List<Long> toProve(Map<String, Object> partition) {
    List<Long> sectors = Bitfield.of(partition, "LiveSectors");
    sectors.removeAll(undeclared(partition));
    return sectors;
  }

  private static List<Long> undeclared(Map<String, Object> partition) {
    List<Long> faulty = Bitfield.of(partition, "FaultySectors");
    faulty.removeAll(Bitfield.of(partition, "RecoveringSectors"));
    return faulty;
  }

  private List<Long> posted(long index) {
    List<Object> deadlines = Json.asList(node.call("StateMinerDeadlines", miner, null));
    return Bitfield.of(Json.asObject(deadlines.get((int) index)), "PostSubmissions");
  }

  /** The post address is the first control address, else the worker. */
  private String sender() {
    Map<String, Object> info = node.object("StateMinerInfo", miner, null);
    List<Object> controls = Json.asList(info.get("ControlAddresses"));
    return Json.asText(controls.isEmpty() ? info.get("Worker") : controls.get(0));
  }

  /** Twice ahead, as Lotus does, so that the cutoff is not yet near. */
  private void recover(Map<String, Object> now) throws RpcException {
    if (Bitfield.of(node.call("StateMinerFaults", miner, null)).isEmpty()) {
      return;
    }
    long count = Json.asLong(now.get("WPoStPeriodDeadlines"));
    long deadline = (Json.asLong(now.get("Index")) + 2) % count;
    List<Object> partitions = partitions(deadline);
    for (int i = 0; i < partitions.size(); i++) {
      Map<String, Object> partition = Json.asObject(partitions.get(i));
      List<Long> faulty = undeclared(partition);
      String once = now.get("PeriodStart") + "/" + deadline + "/" + i;
      if (!faulty.isEmpty() && !declared.contains(once)) {
        byte[] params = WindowPostMethods.recoverParams(deadline, i, faulty);
        node.pushToMiner(sender(), miner, WindowPostMethods.DECLARE_RECOVERED, params);
        declared.add(once);
        LOG.warn("wdpost/wdpost_run_faults.go:101", "declare faults recovered: " + faulty);
      }
    }
  }
}
