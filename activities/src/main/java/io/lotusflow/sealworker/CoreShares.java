package io.lotusflow.sealworker;

import io.lotusflow.host.CpuList;
import io.lotusflow.host.Topology;
import io.lotusflow.host.Topology.Core;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which cores go to whom. A PC1 has neighbours that share an L3 cache, as its threads hand each
 * other what they read; the proofs take whatever is left.
 *
 * <p>Manual: <i>同时运行 miner 和 worker 的 CPU 分配</i>.
 */
final class CoreShares {
  private final List<Core> kept;
  private final List<Core> free;
  private final List<List<Core>> places;

  /** A place for a PC1. */
  private record Place(int round, boolean shared, int rank, int node, List<Core> cores) {}

  /**
   * @param perPreCommit1 cores that a PC1 wants; it has fewer where a complex has no more
   */
  CoreShares(Topology machine, int keptCores, int perPreCommit1) {
    List<Core> all = machine.cores();
    this.kept = all.subList(0, Math.min(keptCores, all.size()));
    this.free = all.subList(kept.size(), all.size());
    this.places = places(all, perPreCommit1);
  }

  /** First one place in each complex, those alone in theirs before others, the nodes in turn. */
  private List<List<Core>> places(List<Core> all, int wanted) {
    Map<Integer, List<Core>> complexes = new TreeMap<>();
    all.forEach(
        core -> complexes.computeIfAbsent(core.complex(), n -> new ArrayList<>()).add(core));
    Map<Integer, Integer> ranks = new HashMap<>();
    List<Place> found = new ArrayList<>();
    for (List<Core> complex : complexes.values()) {
      int size = Math.min(wanted, complex.size());
      List<Core> rest = complex.stream().filter(core -> !kept.contains(core)).toList();
      int node = complex.get(0).node();
      int rank = ranks.merge(node, 1, Integer::sum);
      boolean shared = rest.size() < complex.size();
      for (int i = 0; i + size <= rest.size(); i += size) {
        found.add(new Place(i / size, shared, rank, node, rest.subList(i, i + size)));
      }
    }
    return found.stream()
        .sorted(
            Comparator.comparing(Place::round)
                .thenComparing(Place::shared)
                .thenComparing(Place::rank)
                .thenComparing(Place::node))
        .map(Place::cores)
        .toList();
  }

  CpuList kept() {
    return threads(kept);
  }

  /** For one PC1 each, the best first. */
  List<List<Core>> places() {
    return places;
  }

  /** What neither daemon and miner have, nor the PC1 at the first places. */
  List<Core> besides(int taken) {
    Set<Core> theirs = new HashSet<>();
    places.subList(0, Math.min(taken, places.size())).forEach(theirs::addAll);
    return free.stream().filter(core -> !theirs.contains(core)).toList();
  }

  /** All threads of these cores. */
  static CpuList threads(List<Core> cores) {
    return CpuList.of(cores.stream().flatMap(core -> core.cpus().stream()).toList());
  }

  /**
   * One thread of each core. A worker counts its CPUs: with both threads Lotus would give it a
   * second PC1, whose memory is not there.
   */
  static CpuList alone(List<Core> cores) {
    return CpuList.of(cores.stream().map(core -> core.cpus().get(0)).toList());
  }

  /** The share of one of several, in one piece. */
  static List<Core> part(List<Core> cores, int index, int parts) {
    return cores.subList(cores.size() * index / parts, cores.size() * (index + 1) / parts);
  }
}
