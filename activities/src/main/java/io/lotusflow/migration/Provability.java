package io.lotusflow.migration;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.Partition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

  /**
   * What was answered.
   *
   * @param onChain of the sectors
   * @param bad why those cannot be proven, by number
   */
  private record Answer(Set<Long> onChain, Map<Long, String> bad) {}

  /** Why, by number, for those that cannot; empty where the version cannot tell. */
  Optional<Map<Long, String>> bad(Collection<Long> sectors) {
    return ask(sectors).map(Answer::bad);
  }

  /** Those of the sectors that are on the chain and could be proven now. */
  Set<Long> good(Collection<Long> sectors) {
    Set<Long> good = new TreeSet<>();
    ask(sectors)
        .ifPresent(
            answer -> {
              good.addAll(answer.onChain());
              good.removeAll(answer.bad().keySet());
            });
    return good;
  }

  /** Each sector is asked for once; none further where the version cannot tell. */
  private Optional<Answer> ask(Collection<Long> sectors) {
    FullNode node = node();
    MinerApi miner = miner();
    String actor = miner.actor();
    int postProof = node.windowPostProof(actor);
    Answer all = new Answer(new TreeSet<>(), new TreeMap<>());
    List<Long> rest = new ArrayList<>(sectors);
    while (!rest.isEmpty()) {
      List<Long> some = rest.subList(0, Math.min(AT_ONCE, rest.size()));
      Map<Long, Integer> sealProofs = new TreeMap<>();
      for (long sector : some) {
        OptionalInt proof = node.sealProof(actor, sector);
        proof.ifPresent(type -> sealProofs.put(sector, type));
      }
      Optional<Map<Long, String>> bad = miner.unprovable(actor, postProof, sealProofs);
      if (bad.isEmpty()) {
        return Optional.empty();
      }
      all.onChain().addAll(sealProofs.keySet());
      all.bad().putAll(bad.get());
      some.clear();
    }
    return Optional.of(all);
  }

  /**
   * A deadline that proves some of the sectors.
   *
   * @param partitions of it, by which it takes long or short
   */
  record Deadline(int number, Set<Long> sectors, int partitions) {}

  /** The largest first: how long it takes is then more than the others take. */
  List<Deadline> deadlines(Collection<Long> sectors) {
    FullNode node = node();
    String actor = miner().actor();
    List<Deadline> deadlines = new ArrayList<>();
    int all = node.provingPeriod(actor).deadlines();
    for (int i = 0; i < all; i++) {
      List<Partition> partitions = node.partitions(actor, i);
      Set<Long> here = new TreeSet<>();
      partitions.forEach(partition -> here.addAll(proven(partition, sectors)));
      if (!here.isEmpty()) {
        deadlines.add(new Deadline(i, here, partitions.size()));
      }
    }
    deadlines.sort(Comparator.comparingInt(Deadline::partitions).reversed());
    return deadlines;
  }

  private static List<Long> proven(Partition partition, Collection<Long> sectors) {
    return sectors.stream()
        .filter(sector -> partition.live().has(sector.intValue()))
        .filter(sector -> !partition.faulty().has(sector.intValue()))
        .toList();
  }

  /** Empty where the version cannot. */
  Optional<MinerApi.TestProof> test(int deadline) {
    return miner().testProof(deadline);
  }
}
