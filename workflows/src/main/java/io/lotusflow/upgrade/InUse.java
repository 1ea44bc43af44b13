package io.lotusflow.upgrade;

import io.lotusflow.build.Installed;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import io.lotusflow.service.ServicePlan;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A host as it is before anything is changed.
 *
 * @param version what {@code current} points to
 * @param head of the daemon, in epochs; -1 where none answers
 * @param seen when the head was
 * @param blockDelaySeconds from one epoch to the next
 * @param faulty sectors that are not proven as they should be; {@link #UNKNOWN} where the miner did
 *     not answer
 * @param workers how many the miner has
 * @param running names of the services that run, and shall run afterwards
 * @param strangers what runs and is of another version than {@code current}: {@code the miner is
 *     1.36.1+x}
 * @param storage ids of the paths that the miner itself has opened; older runs note none
 */
public record InUse(
    Receipt receipt,
    Installed version,
    long head,
    Instant seen,
    long blockDelaySeconds,
    long faulty,
    int workers,
    List<String> running,
    List<String> strangers,
    List<String> storage)
    implements Reported {
  /** Any number of faulty sectors is as before. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  public InUse {
    running = List.copyOf(running);
    strangers = List.copyOf(Objects.requireNonNullElse(strangers, List.of()));
    storage = List.copyOf(Objects.requireNonNullElse(storage, List.of()));
  }

  boolean minerAnswered() {
    return faulty != UNKNOWN;
  }

  /**
   * What is to come back after a stop, as a later look found it: also what has come up since. The
   * version stays the one to be put back.
   */
  InUse seenAgain(InUse now) {
    Set<String> all = new LinkedHashSet<>(running);
    all.addAll(now.running());
    InUse chain = now.head() < 0 ? this : now;
    InUse miner = now.minerAnswered() ? now : this;
    return new InUse(
        now.receipt(),
        version,
        chain.head(),
        chain.seen(),
        chain.blockDelaySeconds(),
        miner.faulty(),
        miner.workers(),
        List.copyOf(all),
        now.strangers(),
        miner.storage());
  }

  boolean runs(ServicePlan service) {
    return running.contains(service.unit().name());
  }
}
