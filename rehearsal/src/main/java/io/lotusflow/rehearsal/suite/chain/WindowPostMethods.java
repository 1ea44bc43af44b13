package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.util.List;

/** What a miner's proofs do to the state: messages, and the end of each deadline. */
public final class WindowPostMethods {
  public static final long SUBMIT = 5;
  public static final long DECLARE_RECOVERED = 11;

  private final StateTree state;

  WindowPostMethods(StateTree state) {
    this.state = state;
  }

  /** The parameters of {@link #SUBMIT}. */
  public static byte[] submitParams(long deadline, List<Long> partitions) {
    CborWriter cbor = new CborWriter().array(2).integer(deadline);
    return Partition.numbers(cbor, partitions).toBytes();
  }

  /** The parameters of {@link #DECLARE_RECOVERED}. */
  public static byte[] recoverParams(long deadline, long partition, List<Long> sectors) {
    CborWriter cbor = new CborWriter().array(3).integer(deadline).integer(partition);
    return Partition.numbers(cbor, sectors).toBytes();
  }

  /** A proof outside its deadline is an {@link IllegalArgumentException}. */
  MinerInfo submit(MinerInfo info, CborReader params, long epoch) {
    params.tuple(2);
    long index = params.integer();
    long open = state.proving().index(epoch, info.periodStart());
    if (index != open) {
      throw new IllegalArgumentException(
          "invalid deadline " + index + " at epoch " + epoch + ", expected " + open);
    }
    MinerSectors sectors = info.sectors();
    Deadline proven = sectors.deadline(index).post(Partition.numbers(params));
    return info.withSectors(sectors.with(index, proven));
  }

  /** Too late for the deadline's next opening is an {@link IllegalArgumentException}. */
  MinerInfo recover(MinerInfo info, CborReader params, long epoch) {
    params.tuple(3);
    long index = params.integer();
    Proving proving = state.proving();
    long start = proving.periodStart(epoch, info.periodStart());
    long open = start + index * proving.window();
    long next = open + proving.window() <= epoch ? open + proving.period() : open;
    if (epoch >= next - proving.cutoff()) {
      throw new IllegalArgumentException("late recovery declaration at " + epoch);
    }
    Deadline declared =
        info.sectors().deadline(index).recover(params.integer(), Partition.numbers(params));
    return info.withSectors(info.sectors().with(index, declared));
  }

  /** Closes the deadlines that end in these epochs, the last one excluded. */
  void endEpochs(long from, long to) {
    Proving proving = state.proving();
    // Nobody could prove anything to a network that stood still.
    boolean forgiven = to - from > proving.window();
    long first = Math.max(from, to - proving.period());
    for (Actor actor : state.miners()) {
      MinerInfo info = actor.miner().orElseThrow();
      MinerInfo after = info;
      for (long epoch = first; epoch < to && !info.sectors().deadlines().isEmpty(); epoch++) {
        if (Math.floorMod(epoch + 1 - info.periodStart(), proving.window()) == 0) {
          after = closed(after, proving.index(epoch, info.periodStart()), forgiven);
        }
      }
      if (!after.equals(info)) {
        state.put(actor.with(after));
      }
    }
  }

  private static MinerInfo closed(MinerInfo info, long index, boolean forgiven) {
    Deadline deadline = info.sectors().deadline(index);
    return deadline.isEmpty()
        ? info
        : info.withSectors(info.sectors().with(index, deadline.close(forgiven)));
  }
}
