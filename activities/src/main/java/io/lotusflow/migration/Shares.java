package io.lotusflow.migration;

import io.lotusflow.lotus.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Which sector of a path goes to which of its targets: all of a sector to one, for good, and more
 * to where more is free.
 */
final class Shares {
  private final Journal<Shared> kept;
  private final Map<String, String> byName;
  private final List<String> targets;

  /**
   * As it is on disk.
   *
   * @param targetBySector by {@code 1000-7}
   */
  record Shared(Map<String, String> targetBySector) {}

  private Shares(Journal<Shared> kept, Map<String, String> byName, List<String> targets) {
    this.kept = kept;
    this.byName = byName;
    this.targets = targets;
  }

  static Shares of(Path file, PathMove move) {
    Journal<Shared> kept = new Journal<>(file, Shared.class);
    Map<String, String> known =
        new TreeMap<>(kept.read().map(Shared::targetBySector).orElse(Map.of()));
    return new Shares(kept, known, move.to());
  }

  /**
   * Gives the sectors that have no target yet one; they keep it.
   *
   * @param bytesBySector asked for only where there is a choice, since all files are looked at
   */
  void share(Supplier<Map<String, Long>> bytesBySector) throws IOException {
    if (targets.size() == 1) {
      return;
    }
    Map<String, Long> sizes = bytesBySector.get();
    if (byName.keySet().containsAll(sizes.keySet())) {
      return;
    }
    Map<String, Long> free = new TreeMap<>();
    for (String target : targets) {
      free.put(target, Files.getFileStore(Path.of(target)).getUsableSpace());
    }
    for (Map.Entry<String, Long> sector : sizes.entrySet()) {
      if (!byName.containsKey(sector.getKey())) {
        String most =
            targets.stream().max((a, b) -> Long.compare(free.get(a), free.get(b))).orElseThrow();
        free.merge(most, -sector.getValue(), Long::sum);
        byName.put(sector.getKey(), most);
      }
    }
    kept.write(new Shared(byName));
  }

  boolean isFor(String target, Path within) {
    return within.getNameCount() == 1
        || targets.size() == 1
        || target.equals(byName.get(SectorFiles.sector(within)));
  }
}
