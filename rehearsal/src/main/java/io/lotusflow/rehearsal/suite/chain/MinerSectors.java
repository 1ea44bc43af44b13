package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The sectors of a miner, by deadline; deadlines without sectors do not stand in the map. */
public record MinerSectors(Map<Long, Deadline> deadlines) {
  static final MinerSectors NONE = new MinerSectors(Map.of());

  public MinerSectors {
    deadlines = Collections.unmodifiableMap(new TreeMap<>(deadlines));
  }

  public Deadline deadline(long index) {
    return deadlines.getOrDefault(index, Deadline.EMPTY);
  }

  /** One kind of sectors of all partitions, in order. */
  public List<Long> all(Function<Partition, List<Long>> kind) {
    List<Long> sectors = new ArrayList<>();
    for (Deadline deadline : deadlines.values()) {
      deadline.partitions().forEach(partition -> sectors.addAll(kind.apply(partition)));
    }
    sectors.sort(null);
    return sectors;
  }

  MinerSectors with(long index, Deadline deadline) {
    Map<Long, Deadline> changed = new TreeMap<>(deadlines);
    if (deadline.isEmpty()) {
      changed.remove(index);
    } else {
      changed.put(index, deadline);
    }
    return new MinerSectors(changed);
  }

  /** So many good sectors in a deadline: those that are there stay, new ones get new numbers. */
  MinerSectors withCount(long index, long count, long partitionSize) {
    List<Long> sectors = deadline(index).sectors();
    long next = all(Partition::live).stream().mapToLong(n -> n + 1).max().orElse(0);
    while (sectors.size() < count) {
      sectors.add(next++);
    }
    return with(index, Deadline.of(sectors.subList(0, (int) count), partitionSize));
  }

  void write(CborWriter cbor) {
    cbor.array(deadlines.size());
    deadlines.forEach(
        (index, deadline) -> {
          cbor.array(2).integer(index);
          deadline.write(cbor);
        });
  }

  static MinerSectors read(CborReader cbor) {
    int count = cbor.array();
    Map<Long, Deadline> deadlines = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      cbor.tuple(2);
      deadlines.put(cbor.integer(), Deadline.read(cbor));
    }
    return new MinerSectors(deadlines);
  }
}
