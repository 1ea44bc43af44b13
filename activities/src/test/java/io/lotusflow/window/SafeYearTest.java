package io.lotusflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.BitField;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A year of deadlines: of several miners, with proofs that are late, faults that are mended,
 * sectors that come and go, heads that are late and a clock that is wrong. Each "safe" is tried
 * out: two copies of the miner go on, one is away, and neither may lose what the other does not.
 */
class SafeYearTest {

  private static final int MINERS = 12;
  private static final int MONTHS_BY_CHANCE = 1;
  private static final int DAYS = 30;
  private static final int MARGIN = 10;

  /** Looks of which one tries all stretches ahead. */
  private static final int EACH = 8;

  /** Epochs between two looks, at most. */
  private static final int EVERY = 220;

  /** How long the test goes on after the miner is back: recoveries take effect at an opening. */
  private static final int AFTERWARDS = SimulatedMiner.CUTOFF + 2 * SimulatedMiner.WINDOW;

  /** What was asked for and found, over all looks. */
  private static final class Tally {
    int looks;
    int safe;
    int wrong;
    int stretches;
    int wrongStretches;
    int voidStretches;
    int daysWithout;
    int reallySafe;
    int manualAllows;
    int manualForbidsTheSafe;
    int nextOpeningAllows;
    int nextOpeningWrong;

    @Override
    public String toString() {
      return ("%d looks: %d safe, %d of them wrong; %d were really safe; %d days without any stretch"
              + " though there was one.%n%d stretches ahead, %d of them wrong; %d were void.%nThe manual's rule (Open after the current epoch) allowed"
              + " %d and forbade %d that were safe;%nlooking only at when the next deadline opens"
              + " allowed %d, %d of them wrong.")
          .formatted(
              looks,
              safe,
              wrong,
              reallySafe,
              daysWithout,
              stretches,
              wrongStretches,
              voidStretches,
              manualAllows,
              manualForbidsTheSafe,
              nextOpeningAllows,
              nextOpeningWrong);
    }
  }

  @Test
  void aYearHasNoWrongSafeAndNoDayWithoutOne() {
    Tally tally = of(1, MINERS);
    assertThat(tally.safe).isGreaterThan(2000);
    assertThat(tally.stretches).isGreaterThan(2000);
    assertThat(tally.daysWithout).isZero();
    assertThat(tally.manualForbidsTheSafe).isEqualTo(tally.reallySafe);
    assertThat(tally.nextOpeningWrong).isPositive();
  }

  @Test
  void monthsThatNobodyChoseHaveNoWrongSafeEither() {
    of(new Random().nextLong(), MONTHS_BY_CHANCE);
  }

  private static Tally of(long seed, int months) {
    Tally tally = new Tally();
    Random dice = new Random(seed);
    for (int miner = 0; miner < months; miner++) {
      month(new SimulatedMiner(dice.nextLong(), 1 + miner * 10 / months), dice, tally);
    }
    System.out.printf("seed %d: %s%n", seed, tally);
    assertThat(tally.wrong).as("wrong, seed %d", seed).isZero();
    assertThat(tally.wrongStretches).as("wrong stretches, seed %d", seed).isZero();
    return tally;
  }

  private static void month(SimulatedMiner miner, Random dice, Tally tally) {
    long end = miner.now() + (long) DAYS * SimulatedMiner.PERIOD;
    int clock = 0;
    long found = miner.now();
    int missedRoom = 0;
    while (miner.now() < end) {
      if (dice.nextInt(30) == 0) {
        clock = dice.nextInt(13) - 4;
      }
      go(miner, 1 + dice.nextInt(EVERY));
      View view = View.of(miner);
      int late = dice.nextInt(6) == 0 ? dice.nextInt(20) : dice.nextInt(2);
      go(miner, late);
      int outage = dice.nextInt(3) == 0 ? 20 + dice.nextInt(400) : 5 + dice.nextInt(40);
      ProvingSchedule schedule = view.schedule(miner.now() + clock);
      boolean comes =
          miner.awaitsASector() && schedule.reachesComingSectors((long) outage + MARGIN);
      boolean pending = view.pending || miner.hasPending() || comes;
      boolean safe = !pending && schedule.isOpen((long) outage + MARGIN);
      boolean reallySafe = !pending && isSafe(miner, outage);
      tally.looks++;
      tally.reallySafe += reallySafe ? 1 : 0;
      tally.safe += safe ? 1 : 0;
      tally.wrong += safe && !reallySafe ? 1 : 0;
      compare(miner, outage, reallySafe, tally);
      if (!pending && !miner.awaitsASector() && tally.looks % EACH == 0) {
        tryStretches(miner, schedule.stretches((long) outage + MARGIN), view.faults, outage, tally);
      }
      boolean room = !pending && late < 2 && isSafe(miner, outage + 3 * MARGIN);
      missedRoom += room ? 1 : 0;
      if (safe || missedRoom == 0) {
        found = miner.now();
        missedRoom = 0;
      } else if (miner.now() - found > SimulatedMiner.PERIOD) {
        tally.daysWithout++;
        found = miner.now();
        missedRoom = 0;
      }
    }
  }

  /** Each as it is printed, at its beginning; one that a later fault has made void is left out. */
  private static void tryStretches(
      SimulatedMiner miner, List<Stretch> stretches, BitSet faults, int outage, Tally tally) {
    SimulatedMiner later = miner.copy();
    for (Stretch stretch : stretches) {
      go(later, (int) Math.max(0, stretch.from() - later.now()));
      BitSet fresh = later.faults();
      fresh.andNot(faults);
      if (!fresh.isEmpty()) {
        tally.voidStretches++;
        continue;
      }
      tally.stretches++;
      tally.wrongStretches += isSafe(later, outage) ? 0 : 1;
    }
  }

  private static void compare(SimulatedMiner miner, int outage, boolean reallySafe, Tally tally) {
    long into = Math.floorMod(miner.now() - miner.start(), SimulatedMiner.WINDOW);
    long opened = miner.now() - into;
    if (opened > miner.now()) {
      tally.manualAllows++;
    } else if (reallySafe) {
      tally.manualForbidsTheSafe++;
    }
    if (SimulatedMiner.WINDOW - into >= outage + MARGIN) {
      tally.nextOpeningAllows++;
      tally.nextOpeningWrong += isSafe(miner, outage) ? 0 : 1;
    }
  }

  static void go(SimulatedMiner miner, int epochs) {
    for (int i = 0; i < epochs; i++) {
      miner.step(false);
    }
  }

  /** Nothing was due while it was away, and nothing came out worse than if it had stayed. */
  static boolean isSafe(SimulatedMiner miner, int outage) {
    if (miner.owes()) {
      return false;
    }
    SimulatedMiner away = miner.copy();
    for (int i = 0; i < outage; i++) {
      away.step(true);
      if (away.owes()) {
        return false;
      }
    }
    SimulatedMiner there = miner.copy();
    go(there, outage + AFTERWARDS);
    go(away, AFTERWARDS);
    return lost(there.missed, away.missed).isEmpty()
        && lost(away.recoveries, there.recoveries).isEmpty();
  }

  private static Set<List<Long>> lost(Set<List<Long>> kept, Set<List<Long>> all) {
    Set<List<Long>> lost = new HashSet<>(all);
    lost.removeAll(kept);
    return lost;
  }

  /** What a node says whose head is at that epoch. */
  private record View(
      long head,
      long start,
      boolean pending,
      BitSet faults,
      List<BitField> submissions,
      List<List<Partition>> partitions) {

    static View of(SimulatedMiner miner) {
      List<BitField> submissions = new ArrayList<>();
      List<List<Partition>> deadlines = new ArrayList<>();
      for (int deadline = 0; deadline < SimulatedMiner.DEADLINES; deadline++) {
        BitSet proven = new BitSet();
        List<Partition> partitions = new ArrayList<>();
        for (int part = 0; part < miner.parts(deadline); part++) {
          proven.set(part, miner.proven(deadline, part));
          partitions.add(
              new Partition(
                  field(miner.live(deadline, part)),
                  field(miner.faulty(deadline, part)),
                  field(miner.recovering(deadline, part))));
        }
        submissions.add(field(proven));
        deadlines.add(partitions);
      }
      return new View(
          miner.now(), miner.start(), miner.hasPending(), miner.faults(), submissions, deadlines);
    }

    private static BitField field(BitSet bits) {
      return BitField.of(bits.stream().toArray());
    }

    ProvingSchedule schedule(long clock) {
      return new ProvingSchedule(
          new ProvingPeriod(
              head,
              start,
              SimulatedMiner.DEADLINES,
              SimulatedMiner.PERIOD,
              SimulatedMiner.WINDOW,
              SimulatedMiner.CUTOFF),
          clock,
          submissions,
          partitions);
    }
  }
}
