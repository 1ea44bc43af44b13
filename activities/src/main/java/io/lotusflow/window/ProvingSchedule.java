package io.lotusflow.window;

import io.lotusflow.lotus.BitField;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import io.lotusflow.lotus.TipSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a miner has to do over the period from now, and the stretches between. Only partitions with
 * something to prove count, or with faults that may be declared until then.
 *
 * <p>Which epoch it is, is known no better than the node's head and the clock agree: what is due at
 * the earlier of both is due, and time that is left is counted from the later.
 *
 * <p>Faults are declared recovered at the latest a lead before their deadline opens. That is one
 * epoch at which the miner must be there: later nothing can be declared any more.
 */
public final class ProvingSchedule {

  /** The clock may be ahead by no more than that many epochs; a head may be older. */
  private static final long DOUBT = 10;

  /** So many, that no stretch that begins within a period is cut short by its end. */
  private static final int PERIODS = 2;

  private final ProvingPeriod head;
  private final ProvingPeriod period;
  private final long latest;
  private final List<Due> due = new ArrayList<>();

  /**
   * Of what was read.
   *
   * @param head the period as the node's head has it
   * @param clock the epoch that it is by the clock
   * @param submissions by deadline
   * @param partitions by deadline
   */
  public ProvingSchedule(
      ProvingPeriod head,
      long clock,
      List<BitField> submissions,
      List<List<Partition>> partitions) {
    this.head = head;
    this.period = head.from(clock - DOUBT);
    this.latest = Math.max(head.now(), clock);
    int open = period.open();
    // What the head has of a deadline that opened after it is of the day before.
    BitField proven = head.closes() == period.closes() ? submissions.get(open) : BitField.of();
    add(
        Due.Kind.PROOF,
        open,
        new Stretch(period.now(), period.closes()),
        unproven(partitions.get(open), proven));
    for (int deadline = 0; deadline < period.deadlines(); deadline++) {
      for (int later = 0; later < PERIODS; later++) {
        addDeadline(
            deadline,
            period.nextOpening(deadline) + later * period.length(),
            partitions.get(deadline));
      }
    }
    due.sort(Comparator.comparingLong(Due::from).thenComparingLong(Due::to));
  }

  /** Everything that is due is read at the node's head. */
  public static ProvingSchedule read(FullNode node, String actor, Duration blockDelay) {
    TipSet head = node.head();
    long late = Duration.between(head.time(), Instant.now()).dividedBy(blockDelay);
    ProvingPeriod period = node.provingPeriod(actor);
    List<List<Partition>> partitions = new ArrayList<>();
    for (int i = 0; i < period.deadlines(); i++) {
      partitions.add(node.partitions(actor, i));
    }
    return new ProvingSchedule(
        period, head.height() + late, node.postSubmissions(actor), partitions);
  }

  private static List<Partition> unproven(List<Partition> all, BitField proven) {
    return IntStream.range(0, all.size()).filter(i -> !proven.has(i)).mapToObj(all::get).toList();
  }

  private void addDeadline(int deadline, long opens, List<Partition> partitions) {
    Stretch open = new Stretch(opens, opens + period.window());
    long cutoff = opens - period.recoveryLead();
    if (cutoff > period.now()) {
      add(Due.Kind.RECOVERY, deadline, new Stretch(cutoff - 1, cutoff), partitions);
      // What is declared until then is to be proven, though today nobody asks for it.
      add(Due.Kind.PROOF, deadline, open, partitions, Partition::live);
    } else {
      add(Due.Kind.PROOF, deadline, open, partitions);
    }
  }

  private void add(Due.Kind kind, int deadline, Stretch when, List<Partition> partitions) {
    add(
        kind,
        deadline,
        when,
        partitions,
        kind == Due.Kind.PROOF ? Partition::toBeProven : Partition::undeclared);
  }

  private void add(
      Due.Kind kind,
      int deadline,
      Stretch when,
      List<Partition> partitions,
      Function<Partition, BitField> concerned) {
    List<BitField> some =
        partitions.stream().map(concerned).filter(sectors -> !sectors.isEmpty()).toList();
    if (!some.isEmpty()) {
      int sectors = some.stream().mapToInt(BitField::size).sum();
      due.add(new Due(kind, when.from(), when.to(), deadline, some.size(), sectors));
    }
  }

  /** The epoch that it is, the later one where head and clock differ. */
  public long now() {
    return latest;
  }

  /** Until when {@link #due} and {@link #stretches} look: those that begin before it are there. */
  public long horizon() {
    return latest + period.length();
  }

  /** In the order in which it begins. One can lie within another. */
  public List<Due> due() {
    return due.stream().filter(one -> one.from() < horizon()).toList();
  }

  /** Those of at least that many epochs that begin within a period from now. */
  public List<Stretch> stretches(long needed) {
    List<Stretch> stretches = new ArrayList<>();
    long free = period.now();
    for (Due next : due) {
      long from = Math.max(free, latest);
      if (next.from() - from >= Math.max(1, needed) && from < horizon()) {
        stretches.add(new Stretch(from, next.from()));
      }
      free = Math.max(free, next.to());
    }
    return due.isEmpty() ? List.of(new Stretch(latest, horizon())) : stretches;
  }

  /** How many epochs from now nothing is due; empty if nothing ever is. */
  public OptionalLong quietFor() {
    return due.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, due.get(0).from() - latest));
  }

  /** Whether nothing is due for so many epochs from now. */
  public boolean isOpen(long needed) {
    return due.isEmpty() || quietFor().getAsLong() >= needed;
  }

  /** So many epochs hold that time. */
  public static long epochs(Duration time, Duration blockDelay) {
    return Math.max(1, (time.toMillis() + blockDelay.toMillis() - 1) / blockDelay.toMillis());
  }

  /** Whether the deadline that is open waits for a proof. */
  public boolean openIsBusy() {
    return due.stream()
        .anyMatch(next -> next.kind() == Due.Kind.PROOF && next.from() == period.now());
  }

  /**
   * Whether a sector whose message the head does not show yet can be due within so many epochs: it
   * is put into no deadline that opens within a window.
   */
  boolean reachesComingSectors(long needed) {
    return latest + needed > head.now() + head.window();
  }

  /** Whether nothing is due from now on for that many epochs. */
  public boolean isQuietFor(long needed) {
    OptionalLong quiet = quietFor();
    return quiet.isEmpty() || quiet.getAsLong() >= needed;
  }

  /** Whether a stretch of that length begins within a period, or may after a proof. */
  public boolean mayBeQuietFor(long needed) {
    return opensIn(needed).isPresent() || mayOpenAfterProof(needed);
  }

  /** How long each deadline is open, in epochs. */
  public long window() {
    return period.window();
  }

  /** In how many epochs a stretch of that length begins; empty if none is long enough. */
  OptionalLong opensIn(long needed) {
    return stretches(needed).stream().mapToLong(stretch -> stretch.from() - latest).findFirst();
  }

  /** The longest stretch that begins within a period, in epochs. */
  long longest() {
    return stretches(1).stream().mapToLong(Stretch::epochs).max().orElse(0);
  }

  /**
   * Whether what is left of a deadline can be long enough once its proof is on the chain: then it
   * pays to look again soon.
   */
  boolean mayOpenAfterProof(long needed) {
    return needed < period.window();
  }
}
