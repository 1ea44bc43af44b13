package io.lotusflow.migration;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.Partition;
import io.lotusflow.lotus.ProvingPeriod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks the miner which sectors it could prove. */
record Provability(MigrationPlan plan) {
  private static final int AT_ONCE = 100;

  private MinerApi miner() {
    return MinerApi.patient(plan.miner().api());
  }

  private FullNode node() {
    return FullNode.at(plan.miner().node());
  }

  /** Why, by number, for those that cannot; empty where the version cannot tell. */
  Optional<Map<Long, String>> bad(Collection<Long> sectors) {
    String actor = miner().actor();
    int postProof = node().windowPostProof(actor);
    Map<Long, String> bad = new TreeMap<>();
    List<Long> rest = new ArrayList<>(sectors);
    while (!rest.isEmpty()) {
      List<Long> some = rest.subList(0, Math.min(AT_ONCE, rest.size()));
      Map<Long, Integer> sealProofs = new TreeMap<>();
      for (long sector : some) {
        OptionalInt proof = node().sealProof(actor, sector);
        proof.ifPresent(type -> sealProofs.put(sector, type));
      }
      Optional<Map<Long, String>> answer = miner().unprovable(actor, postProof, sealProofs);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      bad.putAll(answer.get());
      some.clear();
    }
    return Optional.of(bad);
  }

  /** Those of the sectors that are on the chain and could be proven now. */
  List<Long> good(Collection<Long> sectors) {
    String actor = miner().actor();
    Set<Long> good = new TreeSet<>();
    for (long sector : sectors) {
      if (node().sealProof(actor, sector).isPresent()) {
        good.add(sector);
      }
    }
    Optional<Map<Long, String>> bad = bad(good);
    bad.ifPresent(known -> good.removeAll(known.keySet()));
    return bad.isPresent() ? List.copyOf(good) : List.of();
  }

  /** By deadline: those of the sectors that it proves. */
  Map<Integer, Set<Long>> deadlines(Collection<Long> sectors) {
    String actor = miner().actor();
    ProvingPeriod period = node().provingPeriod(actor);
    Map<Integer, Set<Long>> deadlines = new TreeMap<>();
    for (int i = 0; i < period.deadlines(); i++) {
      for (Partition partition : node().partitions(actor, i)) {
        for (long sector : sectors) {
          if (partition.live().has((int) sector) && !partition.faulty().has((int) sector)) {
            deadlines.computeIfAbsent(i, any -> new TreeSet<>()).add(sector);
          }
        }
      }
    }
    return deadlines;
  }

  /** Empty where the version cannot. */
  Optional<MinerApi.TestProof> test(int deadline) {
    return miner().testProof(deadline);
  }
}
