package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import java.util.List;
import java.util.Optional;

/**
 * Who may act for a miner.
 *
 * @param newWorker proposed, until it is confirmed
 * @param changeEpoch from which on it may be; -1 without one
 */
public record MinerKeys(
    Address owner,
    Address worker,
    List<Address> controls,
    Optional<Address> newWorker,
    long changeEpoch) {

  /** In epochs; 900 on a real network. */
  public static final long CHANGE_DELAY = 20;

  public MinerKeys {
    controls = List.copyOf(controls);
  }

  static MinerKeys of(Address owner, Address worker, List<Address> controls) {
    return new MinerKeys(owner, worker, controls, Optional.empty(), -1);
  }

  /** Control addresses change at once, the worker after a delay; one proposal at a time. */
  MinerKeys proposing(Address wanted, List<Address> others, long epoch) {
    boolean begins = !wanted.equals(worker) && newWorker.isEmpty();
    return begins
        ? new MinerKeys(owner, worker, others, Optional.of(wanted), epoch + CHANGE_DELAY)
        : new MinerKeys(owner, worker, others, newWorker, changeEpoch);
  }

  /** Nothing happens before the epoch, or without a proposal. */
  MinerKeys confirmed(long epoch) {
    return newWorker.isPresent() && epoch >= changeEpoch
        ? of(owner, newWorker.get(), controls)
        : this;
  }
}
