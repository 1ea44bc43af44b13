package io.lotusflow.sector;

import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.SectorStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sector was before a person's decision about it was carried out: evidence, and how an
 * attempt that was lost is found again.
 */
final class KeptStatus {
  private final Path folder;
  private final Journal<SectorStatus> journal;

  /**
   * @param folder made when something is kept
   * @param run of this decision
   */
  KeptStatus(Path folder, long number, String run) {
    this.folder = folder;
    this.journal = new Journal<>(folder.resolve(number + "-" + run + ".json"), SectorStatus.class);
  }

  Path file() {
    return journal.file();
  }

  Optional<SectorStatus> read() {
    return journal.read();
  }

  void keep(SectorStatus now) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal.write(now);
  }
}
