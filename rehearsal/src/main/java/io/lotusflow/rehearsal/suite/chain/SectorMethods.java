package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Fil;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How sectors come onto the chain: promised with a deposit, then, when the seed is there, proven
 * and pledged for.
 */
public final class SectorMethods {
  public static final long PRE_COMMIT = 28;
  public static final long PROVE_COMMIT = 34;

  /** From the promise to the seed, in epochs; 150 on mainnet, 10 on devnets. */
  public static final long CHALLENGE_DELAY = 4;

  /** For each sector that is promised, in attoFIL; given back when it is proven. */
  public static final BigInteger DEPOSIT = Fil.parse("0.001");

  /** For each sector that is proven, in attoFIL. */
  public static final BigInteger PLEDGE = Fil.parse("0.003");

  private final Proving proving;
  private final long epoch;

  SectorMethods(Proving proving, long epoch) {
    this.proving = proving;
    this.epoch = epoch;
  }

  /** The parameters of both methods. */
  public static byte[] params(Collection<Long> numbers) {
    return Partition.numbers(new CborWriter().array(1), numbers).toBytes();
  }

  /** The same for a message that will come into a block and fail there. */
  public static byte[] doomedParams(Collection<Long> numbers, long exitCode) {
    return Partition.numbers(new CborWriter().array(2), numbers).integer(exitCode).toBytes();
  }

  /** With which exit code a message fails that was made to fail. */
  static OptionalLong doom(Message message) {
    if (message.method() != PRE_COMMIT && message.method() != PROVE_COMMIT) {
      return OptionalLong.empty();
    }
    CborReader params = new CborReader(message.paramBytes());
    if (params.array() < 2) {
      return OptionalLong.empty();
    }
    Partition.numbers(params);
    return OptionalLong.of(params.integer());
  }

  /** A number that was used already is an {@link IllegalArgumentException}. */
  MinerInfo preCommit(MinerInfo info, CborReader params) {
    params.array();
    List<Long> live = info.sectors().all(Partition::live);
    Map<Long, Long> precommits = new TreeMap<>(info.precommits());
    BigInteger locked = info.locked();
    for (long number : Partition.numbers(params)) {
      if (live.contains(number) || precommits.putIfAbsent(number, epoch) != null) {
        throw new IllegalArgumentException("sector number " + number + " already allocated");
      }
      locked = locked.add(DEPOSIT);
    }
    return info.withPrecommits(precommits, locked);
  }

  /**
   * A sector that was not promised, or not long enough ago, is an {@link IllegalArgumentException}.
   */
  MinerInfo proveCommit(MinerInfo info, CborReader params) {
    params.array();
    Map<Long, Long> precommits = new TreeMap<>(info.precommits());
    MinerSectors sectors = info.sectors();
    BigInteger locked = info.locked();
    for (long number : Partition.numbers(params)) {
      Long promised = precommits.remove(number);
      if (promised == null) {
        throw new IllegalArgumentException("no pre-committed sector " + number);
      }
      if (epoch < promised + CHALLENGE_DELAY) {
        throw new IllegalArgumentException("too early to prove sector " + number);
      }
      long index = fullest(info, sectors);
      long partitionSize = WindowPost.partitionSectors(info.sectorSize());
      sectors = sectors.with(index, sectors.deadline(index).with(number, partitionSize));
      locked = locked.add(PLEDGE).subtract(DEPOSIT);
    }
    return info.withSectors(sectors).withPrecommits(precommits, locked);
  }

  /**
   * The fullest, but for the one that is open and the next: those that open within a window get no
   * sectors. The real actor spreads sectors evenly; here a period is minutes, and a miner with one
   * in each deadline could never be stopped for as long as a rehearsal takes.
   */
  private long fullest(MinerInfo info, MinerSectors sectors) {
    long open = proving.index(epoch, info.periodStart());
    long best = (open + 2) % proving.deadlines();
    for (long ahead = 3; ahead < proving.deadlines(); ahead++) {
      long index = (open + ahead) % proving.deadlines();
      if (count(sectors, index) > count(sectors, best)) {
        best = index;
      }
    }
    return best;
  }

  private static int count(MinerSectors sectors, long index) {
    return sectors.deadline(index).sectors().size();
  }
}
