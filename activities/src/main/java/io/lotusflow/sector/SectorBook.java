package io.lotusflow.sector;

import io.lotusflow.lotus.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the watch of a miner's sectors knows, on the miner's host. */
public final class SectorBook {
  private final Path folder;
  private final Journal<WatchState> journal;

  /**
   * @param folder made when something is written
   * @param node whose miner it is
   */
  public SectorBook(Path folder, String node) {
    this.folder = folder;
    this.journal = new Journal<>(folder.resolve(node + ".json"), WatchState.class);
  }

  /** Nothing, where nobody has watched yet. */
  public WatchState read() {
    return journal.read().orElse(WatchState.NOTHING);
  }

  void write(WatchState state) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal.write(state);
  }
}
