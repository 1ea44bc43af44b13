package io.lotusflow.sector;

import io.lotusflow.lotus.Journal;
import io.lotusflow.node.RepoFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was done for sectors of a miner, and when: so that nothing is done without an end. */
final class RecoveryBook {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int FOR_A_SECTOR_A_DAY = 3;
  private static final int FOR_ALL_AN_HOUR = 20;

  /** One act. */
  record Act(long sector, String what, Instant at) {}

  private record Acts(List<Act> acts) {
    Acts {
      acts = List.copyOf(acts);
    }
  }

  private final Journal<Acts> journal;
  private final Path file;

  /**
   * @param file whose folder is made when something is written
   */
  RecoveryBook(Path file) {
    this.file = file;
    this.journal = new Journal<>(file, Acts.class);
  }

  private List<Act> since(Instant when) {
    return journal.read().map(Acts::acts).orElse(List.of()).stream()
        .filter(act -> act.at().isAfter(when))
        .toList();
  }

  /** Whether something was done for it within that time. */
  boolean hasActed(long sector, Instant now, Duration within) {
    return since(now.minus(within)).stream().anyMatch(act -> act.sector() == sector);
  }

  boolean mayAct(long sector, Instant now) {
    long forIt = since(now.minus(DAY)).stream().filter(act -> act.sector() == sector).count();
    return forIt < FOR_A_SECTOR_A_DAY && since(now.minus(HOUR)).size() < FOR_ALL_AN_HOUR;
  }

  /** Before the act: a crash in between counts as one. */
  void note(long sector, SectorCase what, Instant now) {
    RepoFolder.make(file.toAbsolutePath().getParent());
    List<Act> acts = new ArrayList<>(since(now.minus(DAY)));
    acts.add(new Act(sector, what.name(), now));
    journal.write(new Acts(acts));
  }
}
