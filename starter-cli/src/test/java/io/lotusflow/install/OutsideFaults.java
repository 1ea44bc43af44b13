package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the chain all the time for the faults of a miner, and for its proofs. What was not proven
 * stays faulty for a whole proving period, so that no missed deadline comes and goes unseen, also
 * while the daemon is away.
 */
final class OutsideFaults implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final String NONE = "[0]";

  private final OutsideRpc daemon;
  private final String miner;
  private final Set<String> faults = new ConcurrentSkipListSet<>();
  private final Set<String> proofs = new ConcurrentSkipListSet<>();
  private final AtomicLong looks = new AtomicLong();
  private volatile boolean over;

  /**
   * @param rehearsal its daemon is asked, for its miner
   */
  OutsideFaults(Path rehearsal) {
    daemon = new OutsideRpc(rehearsal.resolve("daemon"));
    miner = new OutsideRpc(rehearsal.resolve("miner")).call("ActorAddress").asText();
    Thread thread = new Thread(this::poll, "outside-faults");
    thread.setDaemon(true);
    thread.start();
  }

  /** Each bitfield of faults that was seen, with its epoch; empty if no deadline was missed. */
  Set<String> faults() {
    return Set.copyOf(faults);
  }

  /** Deadlines that were seen proven, by the begin of their period. */
  Set<String> proofs() {
    return Set.copyOf(proofs);
  }

  /** How often the daemon has answered. */
  long looks() {
    return looks.get();
  }

  private void poll() {
    while (!over) {
      try {
        look();
        looks.incrementAndGet();
      } catch (AssertionError | RuntimeException away) {
        // A daemon that is away is asked again; what it missed it tells later.
      }
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private void look() {
    JsonNode deadline = daemon.call("StateMinerProvingDeadline", miner, List.of());
    String faulty = daemon.call("StateMinerFaults", miner, List.of()).toString();
    if (!faulty.equals(NONE)) {
      faults.add("epoch " + deadline.path("CurrentEpoch").asText() + ": " + faulty);
    }
    int index = deadline.path("Index").asInt();
    JsonNode posted =
        daemon.call("StateMinerDeadlines", miner, List.of()).path(index).path("PostSubmissions");
    if (!posted.toString().equals(NONE)) {
      proofs.add(deadline.path("PeriodStart").asText() + "/" + index);
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
