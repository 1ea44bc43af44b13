package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * One deadline of a miner.
 *
 * @param posted partitions proven while the deadline is open; none when it has closed
 * @param disputable how many proofs the last closed one had
 */
public record Deadline(List<Partition> partitions, List<Long> posted, long disputable) {
  static final Deadline EMPTY = new Deadline(List.of(), List.of(), 0);

  public Deadline {
    partitions = List.copyOf(partitions);
    posted = List.copyOf(posted);
  }

  boolean isEmpty() {
    return partitions.isEmpty() && disputable == 0;
  }

  /** With these sectors, all of them good. */
  static Deadline of(List<Long> sectors, long partitionSize) {
    List<Partition> partitions = new ArrayList<>();
    for (int from = 0; from < sectors.size(); from += (int) partitionSize) {
      int to = (int) Math.min(sectors.size(), from + partitionSize);
      partitions.add(Partition.of(sectors.subList(from, to)));
    }
    return new Deadline(partitions, List.of(), 0);
  }

  /** With one more, in the last partition if it has room. */
  Deadline with(long sector, long partitionSize) {
    List<Partition> after = new ArrayList<>(partitions);
    int last = after.size() - 1;
    if (last >= 0 && after.get(last).live().size() < partitionSize) {
      after.set(last, after.get(last).with(sector));
    } else {
      after.add(Partition.of(List.of()).with(sector));
    }
    return new Deadline(after, posted, disputable);
  }

  List<Long> sectors() {
    List<Long> sectors = new ArrayList<>();
    partitions.forEach(partition -> sectors.addAll(partition.live()));
    return sectors;
  }

  /**
   * Throws {@link IllegalArgumentException} for partitions that are not there or proven already.
   */
  Deadline post(List<Long> proven) {
    List<Partition> after = new ArrayList<>(partitions);
    List<Long> all = new ArrayList<>(posted);
    for (long index : proven) {
      if (index < 0 || index >= partitions.size()) {
        throw new IllegalArgumentException("no such partition " + index);
      }
      if (all.contains(index)) {
        throw new IllegalArgumentException("partition already proven: " + index);
      }
      all.add(index);
      after.set((int) index, partitions.get((int) index).proven());
    }
    all.sort(null);
    return new Deadline(after, all, disputable);
  }

  Deadline recover(long partition, List<Long> sectors) {
    if (partition < 0 || partition >= partitions.size()) {
      throw new IllegalArgumentException("no such partition " + partition);
    }
    List<Partition> after = new ArrayList<>(partitions);
    after.set((int) partition, partitions.get((int) partition).recover(sectors));
    return new Deadline(after, posted, disputable);
  }

  /** What was not proven is faulty from now on, unless that is forgiven. */
  Deadline close(boolean forgiven) {
    List<Partition> after = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      boolean missed = !posted.contains((long) i) && !forgiven;
      after.add(missed ? partitions.get(i).missed() : partitions.get(i));
    }
    return new Deadline(after, List.of(), posted.size());
  }

  void write(CborWriter cbor) {
    cbor.array(3).array(partitions.size());
    partitions.forEach(partition -> partition.write(cbor));
    Partition.numbers(cbor, posted).integer(disputable);
  }

  static Deadline read(CborReader cbor) {
    cbor.tuple(3);
    int count = cbor.array();
    List<Partition> partitions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(Partition.read(cbor));
    }
    return new Deadline(partitions, Partition.numbers(cbor), cbor.integer());
  }
}
