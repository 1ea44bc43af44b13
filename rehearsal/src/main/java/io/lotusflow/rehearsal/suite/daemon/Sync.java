package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.build.Flaw;
import io.lotusflow.rehearsal.suite.chain.Actor;
import io.lotusflow.rehearsal.suite.chain.BlockHeader;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.chain.StateTree;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.network.MessagePool;
import io.lotusflow.rehearsal.suite.network.NetworkClient;
import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows the network: asks for its head when a block is due, takes the blocks that are missing,
 * publishes messages of its own.
 */
final class Sync {
  private static final Log LOG = new Log("chain");
  private static final int SHOWN_WORKERS = 3;
  private static final long IMPATIENT_MILLIS = 200;
  private static final long PATIENT_MILLIS = 1000;

  private final Chain chain;
  private final MessagePool local;
  private final Path repo;
  private final long start = System.currentTimeMillis();
  private final Gossip gossip = new Gossip();
  private final Deque<SyncWorker> workers = new ArrayDeque<>();
  private Optional<Multiaddr> peer = Optional.empty();
  private boolean connected;
  private long nextWorker;
  private long applied;
  private long changes;

  Sync(Chain chain, MessagePool local, Path repo) {
    this.chain = chain;
    this.local = local;
    this.repo = repo;
  }

  void start() {
    Thread thread = new Thread(this::follow, "sync");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void connect(Multiaddr to) {
    peer = Optional.of(to);
    changed();
  }

  /** The peer, while it answers. */
  synchronized Optional<Multiaddr> connectedPeer() {
    return connected ? peer : Optional.empty();
  }

  synchronized List<SyncWorker> shownWorkers() {
    return new ArrayList<>(workers);
  }

  synchronized long applied() {
    return applied;
  }

  /** Messages that wait, this node's own and those it heard of. */
  synchronized List<SignedMessage> pending() {
    List<SignedMessage> all = local.all();
    for (SignedMessage message : gossip.heard()) {
      if (!chain.includes(message.cid()) && !all.contains(message)) {
        all.add(message);
      }
    }
    return all;
  }

  /** Waits until something has changed, or the time is over. */
  synchronized void awaitChange(long millis) throws InterruptedException {
    long end = System.currentTimeMillis() + millis;
    long before = changes;
    for (long left = millis;
        changes == before && left > 0;
        left = end - System.currentTimeMillis()) {
      wait(left);
    }
  }

  private synchronized void changed() {
    changes++;
    notifyAll();
  }

  private void follow() {
    try {
      while (true) {
        round();
        awaitNextRound();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitNextRound() throws InterruptedException {
    long due =
        (head().header().timestamp() + Build.blockDelay()) * 1000 + 30 - System.currentTimeMillis();
    boolean late = due < -5 * Build.blockDelay() * 1000;
    long wait = due > 0 ? Math.min(due, PATIENT_MILLIS) : late ? PATIENT_MILLIS : IMPATIENT_MILLIS;
    awaitChange(wait);
  }

  private Tipset head() {
    try {
      return chain.head();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("reading the head", e);
    }
  }

  private void round() {
    if (Fault.DAEMON_CRASH.consume(repo)) {
      Runtime.getRuntime().halt(137);
    }
    Optional<Multiaddr> to = currentPeer();
    if (to.isEmpty() || isHeldBack()) {
      return;
    }
    try {
      catchUp(new NetworkClient(to.get()));
      setConnected(true);
    } catch (IOException | CborReader.CborException | IllegalArgumentException e) {
      if (setConnected(false)) {
        LOG.warn("chain/sync.go:250", "failed to sync with " + to.get() + ": " + e.getMessage());
      }
    }
  }

  private boolean isHeldBack() {
    long late = Fault.SYNC_LATE.parameter(repo) * 1000;
    return Flaw.NO_SYNC.isBuiltIn()
        || Fault.SYNC_STALL.isActive(repo)
        || System.currentTimeMillis() < start + late;
  }

  private synchronized Optional<Multiaddr> currentPeer() {
    return peer;
  }

  private synchronized boolean setConnected(boolean now) {
    boolean changed = connected != now;
    connected = now;
    return changed;
  }

  private void catchUp(NetworkClient network) throws IOException {
    NetworkClient.Status status = network.status();
    Cid genesis = chain.genesis().orElseThrow(() -> new IOException("no genesis")).cid();
    if (!status.genesis().equals(genesis)) {
      throw new IOException("other peer has different genesis! (" + status.genesis() + ")");
    }
    synchronized (this) {
      gossip.listen(status.pending());
    }
    publish(network, status.pending());
    while (status.height() > head().height()) {
      long before = head().height();
      take(network, status);
      if (head().height() == before) {
        return;
      }
    }
  }

  /**
   * Messages made while the network was away, or lost by it, go out again. One whose nonce the
   * chain has passed is forgotten: another one took its place.
   */
  private void publish(NetworkClient network, List<SignedMessage> known) throws IOException {
    List<SignedMessage> own = local.all();
    if (own.isEmpty()) {
      return;
    }
    StateTree state = chain.stateAfter(chain.head());
    for (SignedMessage message : own) {
      Optional<Actor> sender = state.find(message.message().from());
      boolean passed = sender.isPresent() && message.message().nonce() < sender.get().nonce();
      if (passed || chain.includes(message.cid())) {
        local.remove(message.cid());
      } else if (!known.contains(message)) {
        network.push(message);
      }
    }
  }

  private void take(NetworkClient network, NetworkClient.Status status) throws IOException {
    Tipset base = head();
    network.update(base.height(), base.cid(), section -> accept(section, base, status));
    synchronized (this) {
      if (!workers.isEmpty()
          && workers.peekLast().stage() != SyncWorker.Stage.COMPLETE
          && head().cid().equals(status.head())) {
        workers.addLast(workers.pollLast().completed());
      }
      changed();
    }
  }

  private void accept(Car.Section section, Tipset base, NetworkClient.Status status)
      throws IOException {
    byte[] data = section.block().data();
    if (!section.cid().again(data).equals(section.cid())) {
      throw new IOException("block " + section.cid() + " does not have its content");
    }
    Optional<BlockHeader> header = header(section);
    if (header.isEmpty()) {
      chain.store().put(section.cid(), data);
      return;
    }
    Tipset tipset = new Tipset(section.cid(), header.get());
    chain.setHead(tipset);
    applied++;
    show(base, tipset, status);
  }

  private static Optional<BlockHeader> header(Car.Section section) {
    byte[] data = section.block().data();
    boolean sixteenFields = section.cid().isCbor() && data.length > 0 && (data[0] & 0xff) == 0x90;
    return sixteenFields ? Optional.of(BlockHeader.ofCbor(data)) : Optional.empty();
  }

  private synchronized void show(Tipset base, Tipset tipset, NetworkClient.Status status) {
    boolean begins = workers.isEmpty() || workers.peekLast().stage() == SyncWorker.Stage.COMPLETE;
    if (begins) {
      Tipset target = new Tipset(status.head(), atHeight(tipset.header(), status.height()));
      workers.addLast(
          new SyncWorker(
              nextWorker++,
              base,
              target,
              SyncWorker.Stage.MESSAGE_SYNC,
              tipset.height(),
              Instant.now(),
              Instant.EPOCH));
    } else {
      workers.addLast(workers.pollLast().at(SyncWorker.Stage.MESSAGE_SYNC, tipset.height()));
    }
    while (workers.size() > SHOWN_WORKERS) {
      workers.removeFirst();
    }
    changed();
  }

  /** The target is known by its height before its header is here. */
  private static BlockHeader atHeight(BlockHeader like, long height) {
    return new BlockHeader(
        like.miner(),
        like.ticket(),
        like.election(),
        like.beacons(),
        like.proofs(),
        like.parents(),
        like.parentWeight(),
        height,
        like.parentState(),
        like.parentReceipts(),
        like.messages(),
        like.blsAggregate(),
        like.timestamp(),
        like.signature(),
        like.forkSignaling(),
        like.parentBaseFee());
  }
}
