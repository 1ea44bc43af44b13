package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** All sectors of a miner: those of its file, and those the chain knows beside them. */
final class KnownSectors {
  private final SectorFile file;
  private final ConcurrentSkipListSet<Long> onChain = new ConcurrentSkipListSet<>();
  private final ConcurrentSkipListSet<Long> active = new ConcurrentSkipListSet<>();

  KnownSectors(SectorFile file) {
    this.file = file;
  }

  /** Asks the daemon, if the number of sectors on the chain has changed. */
  void refresh(FullNode node, String miner) {
    Map<String, Object> count = node.object("StateMinerSectorCount", miner, null);
    if (Json.asLong(count.get("Live")) == onChain.size()
        && Json.asLong(count.get("Active")) == active.size()) {
      return;
    }
    long deadlines = Json.asList(node.call("StateMinerDeadlines", miner, null)).size();
    onChain.clear();
    active.clear();
    for (long i = 0; i < deadlines; i++) {
      for (Object partition : Json.asList(node.call("StateMinerPartitions", miner, i, null))) {
        onChain.addAll(Bitfield.of(Json.asObject(partition), "LiveSectors"));
        active.addAll(Bitfield.of(Json.asObject(partition), "ActiveSectors"));
      }
    }
  }

  Map<Long, Sector> all() throws IOException {
    Map<Long, Sector> sectors = new TreeMap<>();
    onChain.forEach(n -> sectors.put(n, new Sector(n, "Proving", Sector.Course.STILL)));
    sectors.putAll(file.all());
    return sectors;
  }

  Optional<Sector> find(long number) throws IOException {
    return Optional.ofNullable(all().get(number));
  }

  List<SectorFile.Event> events(long number) throws IOException {
    return file.events(number);
  }

  boolean isActive(long number) {
    return active.contains(number);
  }

  boolean isOnChain(long number) {
    return onChain.contains(number);
  }

  /** In the order of the miner's key-value store, which sorts numbers as text. */
  List<Object> numbers() throws IOException {
    List<String> names = new ArrayList<>();
    all().keySet().forEach(number -> names.add(Long.toString(number)));
    names.sort(null);
    List<Object> numbers = new ArrayList<>();
    names.forEach(name -> numbers.add(Long.valueOf(name)));
    return numbers;
  }
}
