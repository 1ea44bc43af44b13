package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.chain.SectorMethods;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.sealing.Task;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state machine of sectors that were pledged, as v1.36 has it: states, events, retries and
 * their counters. What its handlers would compute the {@link Scheduler} gives to workers; what they
 * would send is really sent, and looked for on the chain.
 */
final class Pipeline {
  private static final Log LOG = new Log("sectors");
  private static final long ROUND_MILLIS = 200;

  /** Before another try, where Lotus waits for a minute. */
  private static final long COOLDOWN_MILLIS = 3_000;

  private static final int FAILURES_AT_MOST = 3;

  private final SectorFile sectors;
  private final Scheduler scheduler;
  private final SealingGround ground;
  private final Batches precommits;
  private final Batches commits;
  private final FullNode node;
  private final String miner;
  private final Map<Long, Entered> entered = new HashMap<>();

  /** Since when, in milliseconds, a sector is in a state. */
  private record Entered(String state, long since) {}

  Pipeline(
      SectorFile sectors,
      Scheduler scheduler,
      SealingGround ground,
      Batches precommits,
      Batches commits,
      FullNode node,
      String miner) {
    this.sectors = sectors;
    this.scheduler = scheduler;
    this.ground = ground;
    this.precommits = precommits;
    this.commits = commits;
    this.node = node;
    this.miner = miner;
  }

  void start() {
    Thread thread = new Thread(this::work, "sealing");
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try {
      while (true) {
        try {
          round();
        } catch (IOException | CliException e) {
          LOG.error("pipeline/fsm.go:50", "round: " + e.getMessage());
        }
        Thread.sleep(ROUND_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void round() throws IOException {
    scheduler.assign();
    precommits.work();
    commits.work();
    for (Sector sector : sectors.all().values()) {
      if (sector.course() == Sector.Course.SEALING) {
        step(sector);
      }
    }
  }

  /** {@code update-state}: comes into force when nobody is at work for the sector. */
  synchronized void force(Sector sector, String state) throws IOException {
    if (scheduler.isAtWork(sector.number())) {
      sectors.put(sector.with("forced", state));
    } else {
      scheduler.forget(sector.number());
      entered.remove(sector.number());
      sectors.put(sector.at(state).with("forced", "").on(Sector.Course.SEALING));
    }
  }

  /** Its proof ends, and nobody can be told: neither job nor error. */
  synchronized void wedge(Sector sector) throws IOException {
    scheduler.forget(sector.number());
    sectors.put(sector.with("c1", "").on(Sector.Course.WEDGED));
  }

  private void step(Sector sector) throws IOException {
    if (!sector.fact("forced").isEmpty() && !scheduler.isAtWork(sector.number())) {
      force(sector, sector.fact("forced"));
      return;
    }
    try {
      handle(sector);
    } catch (CliException away) {
      // The daemon, or a worker whose files are wanted: the handler tries again.
    } catch (RpcException e) {
      LOG.warn("pipeline/fsm.go:60", "sector " + sector.number() + ": " + e.getMessage());
    }
  }

  private void handle(Sector sector) throws IOException, RpcException {
    switch (sector.state()) {
      case "Packing", "AddPiece" -> compute(sector, Task.ADD_PIECE);
      case "GetTicket" -> ticket(sector);
      case "PreCommit1" -> preCommit1(sector);
      case "PreCommit2" -> compute(sector, Task.PRE_COMMIT_2);
      case "SubmitPreCommitBatch", "PreCommitting" -> submitPreCommit(sector);
      case "PreCommitBatchWait", "PreCommitWait" -> awaitMessage(sector, "precommit");
      case "WaitSeed" -> awaitSeed(sector);
      case "Committing" ->
          compute(sector, sector.fact("c1").isEmpty() ? Task.COMMIT_1 : Task.COMMIT_2);
      case "SubmitCommitAggregate", "SubmitCommit" -> submitCommit(sector);
      case "CommitAggregateWait", "CommitWait" -> awaitMessage(sector, "commit");
      case "FinalizeSector", "CommitFinalize" -> compute(sector, Task.FINALIZE);
      case "Removing" -> remove(sector);
      default -> {
        if (sector.state().endsWith("Failed")) {
          retry(sector);
        }
      }
    }
  }

  private boolean isOver(Sector sector, long millis) {
    Entered now = entered.get(sector.number());
    if (now == null || !now.state().equals(sector.state())) {
      entered.put(sector.number(), new Entered(sector.state(), System.currentTimeMillis()));
      return false;
    }
    return System.currentTimeMillis() - now.since() >= millis;
  }

  private void go(Sector sector, String event, String state) throws IOException {
    sectors.note(sector.number(), event);
    boolean over = state.equals("Proving") || state.equals("Removed");
    scheduler.forget(sector.number());
    Sector next = sector.at(state);
    sectors.put(over ? next.on(Sector.Course.STILL) : next);
  }

  private void fail(Sector sector, String event, String trace, String state) throws IOException {
    LOG.warn(
        "pipeline/fsm.go:826",
        "sector " + sector.number() + " got error event sealing." + event + ": " + trace);
    sectors.note(sector.number(), event, trace);
    scheduler.forget(sector.number());
    sectors.put(sector.at(state).with("error", trace));
  }

  private void compute(Sector sector, Task task) throws IOException {
    Optional<String> result = scheduler.result(sector.number(), task);
    if (result.isEmpty()) {
      scheduler.want(sector.number(), task, !sector.fact("ticket").equals("null"));
    } else if (result.get().isEmpty()) {
      done(sector.with("error", ""), task);
    } else {
      failed(sector, task, result.get());
    }
  }

  private void done(Sector sector, Task task) throws IOException {
    switch (task) {
      case ADD_PIECE -> go(sector, "SectorPacked", "GetTicket");
      case PRE_COMMIT_1 -> go(sector, "SectorPreCommit1", "PreCommit2");
      case PRE_COMMIT_2 -> go(sector, "SectorPreCommit2", "SubmitPreCommitBatch");
      case COMMIT_1 -> {
        scheduler.forget(sector.number());
        sectors.put(sector.with("c1", "done"));
      }
      case COMMIT_2 -> go(sector.with("c1", ""), "SectorCommitted", "SubmitCommitAggregate");
      case FINALIZE -> finish(sector);
      case FETCH, UNSEAL -> throw new IllegalStateException("no sector waits for " + task);
    }
  }

  private void failed(Sector sector, Task task, String error) throws IOException {
    switch (task) {
      case ADD_PIECE -> fail(sector, "SectorAddPieceFailed", error, "AddPieceFailed");
      case PRE_COMMIT_1 ->
          fail(
              sector.counting("pc1").with("retries", ""),
              "SectorSealPreCommit1Failed",
              error,
              "SealPreCommit1Failed");
      case PRE_COMMIT_2 ->
          fail(
              sector.counting("pc2").with("retries", ""),
              "SectorSealPreCommit2Failed",
              error,
              "SealPreCommit2Failed");
      case COMMIT_1, COMMIT_2 ->
          fail(
              sector.with("c1", ""),
              "SectorComputeProofFailed",
              "computing seal proof failed(2): " + error,
              "ComputeProofFailed");
      case FINALIZE -> fail(sector, "SectorFinalizeFailed", error, "FinalizeFailed");
      case FETCH, UNSEAL -> throw new IllegalStateException("no sector waits for " + task);
    }
  }

  private void finish(Sector sector) throws IOException {
    try {
      ground.moveToStore(ground.name(sector.number()));
      go(sector, "SectorFinalized", "Proving");
    } catch (IOException e) {
      failed(sector, Task.FINALIZE, String.valueOf(e.getMessage()));
    }
  }

  private void ticket(Sector sector) throws IOException {
    if (!isOver(sector, ROUND_MILLIS)) {
      return;
    }
    boolean lost = Fault.TICKET_NULL.consume();
    String ticket = lost ? "null" : Long.toString(height());
    go(sector.with("ticket", ticket), "SectorTicket", "PreCommit1");
  }

  private long height() {
    return Json.asLong(node.object("ChainHead").get("Height"));
  }

  private void preCommit1(Sector sector) throws IOException {
    boolean old = !sector.fact("expired").isEmpty();
    if (old) {
      go(sector.with("expired", ""), "SectorOldTicket", "GetTicket");
    } else {
      compute(sector, Task.PRE_COMMIT_1);
    }
  }

  private void submitPreCommit(Sector sector) throws IOException {
    if (Fault.TICKET_EXPIRED.countDown()) {
      fail(
          sector.with("expired", "yes"),
          "SectorSealPreCommit1Failed",
          "ticket expired: seal height: " + sector.fact("ticket") + ", head: " + height(),
          "SealPreCommit1Failed");
      return;
    }
    submit(sector, precommits, "precommit", "SectorPreCommitBatchSent", "PreCommitBatchWait");
  }

  private void submitCommit(Sector sector) throws IOException {
    submit(sector, commits, "commit", "SectorCommitAggregateSent", "CommitAggregateWait");
  }

  private void submit(Sector sector, Batches batches, String what, String event, String next)
      throws IOException {
    Optional<Batches.Sent> sent = batches.send(sector.number());
    if (sent.isEmpty()) {
      return;
    }
    if (sent.get().error().isEmpty()) {
      go(sector.with(what, sent.get().message()), event, next);
    } else {
      refused(sector, what, sent.get().error());
    }
  }

  private void refused(Sector sector, String what, String error) throws IOException {
    if (what.equals("precommit")) {
      fail(sector, "SectorChainPreCommitFailed", error, "PreCommitFailed");
    } else {
      fail(sector, "SectorCommitFailed", error, "CommitFailed");
    }
  }

  private void awaitMessage(Sector sector, String what) throws IOException, RpcException {
    Optional<Long> exitCode = exitCode(sector.fact(what));
    if (exitCode.isEmpty()) {
      return;
    }
    if (exitCode.get() != 0) {
      refused(sector.with(what, ""), what, what + " message failed: exit code " + exitCode.get());
    } else if (what.equals("precommit")) {
      go(sector, "SectorPreCommitLanded", "WaitSeed");
    } else {
      go(sector, "SectorProving", "FinalizeSector");
    }
  }

  /** Absent while it waits. */
  private Optional<Long> exitCode(String message) throws RpcException {
    if (message.isEmpty()) {
      return Optional.of(-1L);
    }
    Object found =
        node.client().request("StateSearchMsg", null, Json.object("/", message), -1L, true);
    return found == null ? Optional.empty() : Optional.of(FullNode.exitCode(Json.asObject(found)));
  }

  private Optional<Long> promisedAt(long number) throws RpcException {
    Object info = node.client().request("StateSectorPreCommitInfo", miner, number, null);
    return info == null
        ? Optional.empty()
        : Optional.of(Json.asLong(Json.asObject(info).get("PreCommitEpoch")));
  }

  private boolean isOnChain(long number) throws RpcException {
    return node.client().request("StateSectorGetInfo", miner, number, null) != null;
  }

  private void awaitSeed(Sector sector) throws IOException, RpcException {
    Optional<Long> promised = promisedAt(sector.number());
    if (promised.isEmpty()) {
      fail(sector, "SectorChainPreCommitFailed", "precommit not found on chain", "PreCommitFailed");
    } else if (height() > promised.get() + SectorMethods.CHALLENGE_DELAY) {
      String seed = Long.toString(promised.get() + SectorMethods.CHALLENGE_DELAY);
      go(sector.with("seed", seed), "SectorSeedReady", "Committing");
    }
  }

  private void retry(Sector sector) throws IOException, RpcException {
    if (!isOver(sector, COOLDOWN_MILLIS)) {
      return;
    }
    switch (sector.state()) {
      case "AddPieceFailed" -> go(sector, "SectorRetryAddPiece", "Packing");
      case "SealPreCommit1Failed" -> {
        if (sector.count("pc1") > FAILURES_AT_MOST) {
          go(sector, "SectorRemove", "Removing");
        } else {
          go(sector, "SectorRetrySealPreCommit1", "PreCommit1");
        }
      }
      case "SealPreCommit2Failed" -> {
        if (sector.count("pc2") > FAILURES_AT_MOST) {
          go(sector.with("pc2", ""), "SectorRetrySealPreCommit1", "PreCommit1");
        } else {
          go(sector, "SectorRetrySealPreCommit2", "PreCommit2");
        }
      }
      case "ComputeProofFailed" -> retryProof(sector);
      case "PreCommitFailed" -> retryPreCommit(sector);
      case "CommitFailed" -> retryCommit(sector);
      case "FinalizeFailed" -> go(sector, "SectorRetryFinalize", "FinalizeSector");
      case "RemoveFailed" -> go(sector, "SectorRemove", "Removing");
      default -> {
        // A state without a handler: nothing happens.
      }
    }
  }

  /** The third proof that fails begins again with PreCommit1. */
  private void retryProof(Sector sector) throws IOException {
    if (sector.count("retries") > 1) {
      fail(
          sector.with("retries", ""),
          "SectorSealPreCommit1Failed",
          "consecutive compute fails",
          "SealPreCommit1Failed");
    } else {
      go(sector.counting("retries"), "SectorRetryComputeProof", "Committing");
    }
  }

  private void retryPreCommit(Sector sector) throws IOException, RpcException {
    if (promisedAt(sector.number()).isPresent()) {
      go(sector, "SectorRetryWaitSeed", "WaitSeed");
    } else if (sector.fact("precommit").isEmpty()) {
      go(sector, "SectorRetryPreCommit", "SubmitPreCommitBatch");
    } else {
      go(sector, "SectorRetryPreCommitWait", "PreCommitBatchWait");
    }
  }

  private void retryCommit(Sector sector) throws IOException, RpcException {
    if (isOnChain(sector.number())) {
      go(sector, "SectorRetryFinalize", "FinalizeSector");
    } else if (sector.fact("commit").isEmpty()) {
      go(sector, "SectorRetrySubmitCommit", "SubmitCommitAggregate");
    } else {
      go(sector, "SectorRetryCommitWait", "CommitAggregateWait");
    }
  }

  private void remove(Sector sector) throws IOException {
    try {
      ground.remove(ground.name(sector.number()));
      go(sector, "SectorRemoved", "Removed");
    } catch (IOException e) {
      fail(sector, "SectorRemoveFailed", String.valueOf(e.getMessage()), "RemoveFailed");
    }
  }
}
