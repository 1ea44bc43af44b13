package io.lotusflow.window;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A miner and its chain, epoch by epoch: what really becomes of proofs and faults, whether the
 * miner is there or not. It knows nothing of stretches, and what happens by chance is the same in a
 * copy.
 */
final class SimulatedMiner {

  static final int DEADLINES = 48;
  static final int WINDOW = 60;
  static final int PERIOD = DEADLINES * WINDOW;
  static final int CUTOFF = 70;

  /** A message takes no longer to land. */
  private static final int LANDS_WITHIN = 6;

  private static final int FULL = 6;

  private final long seed;
  private final long start;
  private final int busyShare;
  private long now;
  private int sectors;
  private boolean grows = true;
  private boolean wasAway;
  private final List<List<Part>> deadlines = new ArrayList<>();
  private final List<Message> pool = new ArrayList<>();

  /** Proofs that never came: {@code epoch of the close, deadline, partition}. */
  final Set<List<Long>> missed = new HashSet<>();

  /** Recoveries that the chain took: {@code opening, deadline, sector}. */
  final Set<List<Long>> recoveries = new HashSet<>();

  private static final class Part {
    final BitSet live = new BitSet();
    final BitSet faulty = new BitSet();
    final BitSet recovering = new BitSet();

    /** Faulty ones that could be read again; whether anybody declares that is another matter. */
    final BitSet mended = new BitSet();

    boolean proven;
    long begun = -1;

    Part copy() {
      Part copy = new Part();
      copy.live.or(live);
      copy.faulty.or(faulty);
      copy.recovering.or(recovering);
      copy.mended.or(mended);
      copy.proven = proven;
      copy.begun = begun;
      return copy;
    }

    boolean isOwed() {
      for (int sector = live.nextSetBit(0); sector >= 0; sector = live.nextSetBit(sector + 1)) {
        if (!faulty.get(sector)) {
          return true;
        }
      }
      return !recovering.isEmpty();
    }

    /** What a proof would hold. */
    BitSet owed() {
      BitSet owed = (BitSet) live.clone();
      owed.andNot(faulty);
      owed.or(recovering);
      return owed;
    }
  }

  private enum Kind {
    PROOF,
    RECOVERY,
    SECTOR
  }

  private record Message(Kind kind, long lands, int deadline, int part, BitSet sectors) {}

  /**
   * @param busyShare of ten deadlines, how many get sectors
   */
  SimulatedMiner(long seed, int busyShare) {
    this.seed = seed;
    this.busyShare = busyShare;
    this.start = 1_000_000L + Math.floorMod(mix(seed), PERIOD);
    this.now = start;
    for (int i = 0; i < DEADLINES; i++) {
      deadlines.add(new ArrayList<>());
    }
  }

  private SimulatedMiner(SimulatedMiner of) {
    seed = of.seed;
    start = of.start;
    busyShare = of.busyShare;
    now = of.now;
    sectors = of.sectors;
    wasAway = of.wasAway;
    of.deadlines.forEach(
        parts -> deadlines.add(new ArrayList<>(parts.stream().map(Part::copy).toList())));
    pool.addAll(of.pool);
    grows = false;
  }

  /** The same miner, that from now on makes no new sectors. */
  SimulatedMiner copy() {
    return new SimulatedMiner(this);
  }

  long now() {
    return now;
  }

  long start() {
    return start;
  }

  BitSet live(int deadline, int part) {
    return deadlines.get(deadline).get(part).live;
  }

  BitSet faulty(int deadline, int part) {
    return deadlines.get(deadline).get(part).faulty;
  }

  BitSet recovering(int deadline, int part) {
    return deadlines.get(deadline).get(part).recovering;
  }

  /** Of all deadlines. */
  BitSet faults() {
    BitSet faults = new BitSet();
    deadlines.forEach(parts -> parts.forEach(part -> faults.or(part.faulty)));
    return faults;
  }

  boolean proven(int deadline, int part) {
    return deadlines.get(deadline).get(part).proven;
  }

  int parts(int deadline) {
    return deadlines.get(deadline).size();
  }

  /** What is in the head's own blocks waits no longer, and has not taken effect yet. */
  boolean hasPending() {
    return pool.stream().anyMatch(message -> message.lands > now + 1);
  }

  /** Whether a sector of the miner's waits for its message to take effect. */
  boolean awaitsASector() {
    return pool.stream().anyMatch(message -> message.kind == Kind.SECTOR);
  }

  private int open() {
    return Math.floorMod(now - start, PERIOD) / WINDOW;
  }

  /** A number by chance, from what it is about alone. */
  private int roll(int sides, long... about) {
    long mixed = seed;
    for (long one : about) {
      mixed = mix(mixed ^ one);
    }
    return Math.floorMod(mixed, sides);
  }

  private static long mix(long bits) {
    long mixed = bits + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** One epoch. What a miner that is away has calculated is lost; what it has sent goes on. */
  void step(boolean away) {
    now++;
    mend();
    land();
    if ((now - start) % WINDOW == 0) {
      close((open() + DEADLINES - 1) % DEADLINES);
    }
    if (away) {
      deadlines.get(open()).forEach(part -> part.begun = -1);
    } else {
      work();
    }
    wasAway = away;
  }

  /** Whether something is due at this very epoch that only a miner that is there can do. */
  boolean owes() {
    return deadlines.get(open()).stream().anyMatch(part -> !part.proven && part.isOwed());
  }

  /**
   * Whether a sector draws its ticket: without a daemon it gets none, and its worker dies of it.
   */
  boolean drawsTicket() {
    return roll(12, now / 5, 29) == 0;
  }

  /** Somebody looks after disks, sooner or later, whether the miner is there or not. */
  private void mend() {
    if (now % (PERIOD / 2) == 0) {
      for (List<Part> parts : deadlines) {
        for (Part part : parts) {
          part.faulty.stream()
              .filter(sector -> roll(3, sector, now) != 0)
              .forEach(part.mended::set);
        }
      }
    }
  }

  private void land() {
    if (pool.isEmpty()) {
      return;
    }
    for (Message message : List.copyOf(pool)) {
      if (message.lands == now) {
        pool.remove(message);
        switch (message.kind) {
          case PROOF -> landProof(message);
          case RECOVERY -> landRecovery(message);
          case SECTOR -> landSector(message);
        }
      }
    }
  }

  private void landProof(Message message) {
    if (open() != message.deadline || (now - start) % WINDOW == 0) {
      return;
    }
    Part part = deadlines.get(message.deadline).get(message.part);
    part.proven = true;
    part.faulty.andNot(part.recovering);
    part.mended.andNot(part.recovering);
    part.recovering.clear();
    // One that could not be read is left out, and faulty from now on.
    if (roll(12, now, message.deadline, message.part) == 0) {
      part.faulty.set(part.live.nextSetBit(0));
    }
  }

  private void landRecovery(Message message) {
    long opens = opening(message.deadline);
    if (now < opens - CUTOFF) {
      Part part = deadlines.get(message.deadline).get(message.part);
      part.recovering.or(message.sectors);
      part.recovering.and(part.faulty);
      part.recovering.stream()
          .forEach(
              sector -> recoveries.add(List.of(opens, (long) message.deadline, (long) sector)));
    }
  }

  private void landSector(Message message) {
    List<Part> parts = deadlines.get(message.deadline);
    if (parts.isEmpty() || parts.get(parts.size() - 1).live.cardinality() >= FULL) {
      parts.add(new Part());
    }
    parts.get(parts.size() - 1).live.or(message.sectors);
  }

  private long opening(int deadline) {
    long opening = start + Math.floorDiv(now - start, PERIOD) * PERIOD + (long) deadline * WINDOW;
    return opening > now ? opening : opening + PERIOD;
  }

  private void close(int deadline) {
    List<Part> parts = deadlines.get(deadline);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (!part.proven && part.isOwed()) {
        missed.add(List.of(now, (long) deadline, (long) i));
        part.mended.or(part.owed());
        part.faulty.or(part.owed());
        part.recovering.clear();
      }
      part.proven = false;
      part.begun = -1;
      if (roll(400, now, deadline, i) == 0 && !part.live.isEmpty()) {
        int gone = part.live.nextSetBit(0);
        part.live.clear(gone);
        part.faulty.clear(gone);
        part.recovering.clear(gone);
      }
    }
  }

  private void work() {
    int open = open();
    List<Part> parts = deadlines.get(open);
    for (int i = 0; i < parts.size(); i++) {
      prove(open, i, parts.get(i));
    }
    if (wasAway || (now - start) % WINDOW == 0) {
      declare((open + 2) % DEADLINES);
    }
    if (grows && roll(150, now) == 0) {
      grow();
    }
  }

  private void prove(int deadline, int index, Part part) {
    if (part.proven || !part.isOwed() || isProving(deadline, index)) {
      return;
    }
    if (part.begun < 0) {
      part.begun = now;
    }
    if (now - part.begun >= proofTakes(deadline, index)) {
      pool.add(new Message(Kind.PROOF, now + 1 + roll(4, now, 7), deadline, index, new BitSet()));
    }
  }

  private boolean isProving(int deadline, int part) {
    return pool.stream()
        .anyMatch(
            message ->
                message.kind == Kind.PROOF && message.deadline == deadline && message.part == part);
  }

  /** Mostly some minutes; one in eight only just in time, one in eighty not. */
  private int proofTakes(int deadline, int part) {
    long day = now / PERIOD;
    int luck = roll(80, day, deadline, part, 3);
    if (luck == 0) {
      return WINDOW;
    }
    return luck < 10 ? 40 + roll(15, day, deadline, part) : 2 + roll(12, day, deadline, part);
  }

  private void declare(int deadline) {
    List<Part> parts = deadlines.get(deadline);
    for (int i = 0; i < parts.size(); i++) {
      BitSet mended = (BitSet) parts.get(i).faulty.clone();
      mended.andNot(parts.get(i).recovering);
      mended.and(parts.get(i).mended);
      if (!mended.isEmpty()) {
        pool.add(new Message(Kind.RECOVERY, now + 1 + roll(4, now, 11), deadline, i, mended));
      }
    }
  }

  /** A sector is put nowhere that opens within a window. */
  private void grow() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < DEADLINES; i++) {
      if (roll(10, i, 5) < busyShare && opening(i) - now > WINDOW + LANDS_WITHIN && i != open()) {
        places.add(i);
      }
    }
    if (!places.isEmpty() && sectors < 12 * DEADLINES) {
      BitSet sector = new BitSet();
      sector.set(sectors++);
      int place = places.get(roll(places.size(), now, 13));
      pool.add(new Message(Kind.SECTOR, now + 1 + roll(LANDS_WITHIN, now, 17), place, 0, sector));
    }
  }
}
