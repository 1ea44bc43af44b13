package io.lotusflow.window;

import io.lotusflow.lotus.BitField;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A miner's deadlines over one period from now. Only those with live sectors count. Which deadline
 * is open is computed: the recorded one can be a period late right after a boundary.
 */
public final class ProvingSchedule {

  private final ProvingPeriod period;
  private final List<Busy> busy = new ArrayList<>();
  private final boolean openIsBusy;

  /**
   * A stretch in which the miner must not be away.
   *
   * @param from its opening; earlier by the lead of recoveries where there are faults
   * @param to its close
   */
  private record Busy(long from, long to) {}

  /**
   * @param submissions by deadline
   * @param partitions by deadline
   */
  ProvingSchedule(
      ProvingPeriod period, List<BitField> submissions, List<List<Partition>> partitions) {
    this.period = period;
    int open = openDeadline();
    this.openIsBusy = isLive(partitions.get(open)) && !isProven(open, submissions, partitions);
    if (openIsBusy) {
      busy.add(new Busy(period.now(), opening(open) + period.window()));
    }
    for (int i = 1; i <= period.deadlines(); i++) {
      int deadline = (open + i) % period.deadlines();
      if (isLive(partitions.get(deadline))) {
        long from = i == period.deadlines() ? opening(open) + period.length() : next(deadline);
        long lead = hasFaults(partitions.get(deadline)) ? period.recoveryLead() : 0;
        busy.add(new Busy(from - lead, from + period.window()));
      }
    }
  }

  /** As the daemon says now. */
  public static ProvingSchedule read(FullNode node, String actor) {
    ProvingPeriod period = node.provingPeriod(actor);
    List<List<Partition>> partitions = new ArrayList<>();
    for (int i = 0; i < period.deadlines(); i++) {
      partitions.add(node.partitions(actor, i));
    }
    return new ProvingSchedule(period, node.postSubmissions(actor), partitions);
  }

  private int openDeadline() {
    return (int) (Math.floorMod(period.now() - period.start(), period.length()) / period.window());
  }

  /** Of the deadline in the period that is now. */
  private long opening(int deadline) {
    long begun = Math.floorDiv(period.now() - period.start(), period.length());
    return period.start() + begun * period.length() + deadline * period.window();
  }

  private long next(int deadline) {
    long opening = opening(deadline);
    return opening > period.now() ? opening : opening + period.length();
  }

  private static boolean isLive(List<Partition> deadline) {
    return deadline.stream().anyMatch(partition -> !partition.live().isEmpty());
  }

  private static boolean hasFaults(List<Partition> deadline) {
    return deadline.stream().anyMatch(partition -> !partition.faulty().isEmpty());
  }

  private static boolean isProven(
      int open, List<BitField> submissions, List<List<Partition>> partitions) {
    for (int i = 0; i < partitions.get(open).size(); i++) {
      if (!partitions.get(open).get(i).live().isEmpty() && !submissions.get(open).has(i)) {
        return false;
      }
    }
    return true;
  }

  /** How many epochs from now nothing is due; empty if nothing ever is. */
  public OptionalLong quietFor() {
    return busy.stream().mapToLong(Busy::from).min().stream().map(this::fromNow).findFirst();
  }

  private long fromNow(long epoch) {
    return Math.max(0, epoch - period.now());
  }

  /** Whether a proof is due in the deadline that is open. */
  public boolean openIsBusy() {
    return openIsBusy;
  }

  /** In how many epochs a stretch of that length begins; empty if none is long enough. */
  OptionalLong opensIn(long needed) {
    long free = period.now();
    for (Busy next : busy) {
      if (next.from - free >= needed) {
        return OptionalLong.of(fromNow(free));
      }
      free = Math.max(free, next.to);
    }
    return busy.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /** The longest stretch of the coming period, in epochs. */
  long longest() {
    long longest = 0;
    long free = period.now();
    for (Busy next : busy) {
      longest = Math.max(longest, next.from - free);
      free = Math.max(free, next.to);
    }
    return longest;
  }

  /**
   * Whether what is left of a deadline can be long enough once its proof is on the chain: then it
   * pays to look again soon.
   */
  boolean mayOpenAfterProof(long needed) {
    return needed < period.window();
  }
}
