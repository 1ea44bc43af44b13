package io.lotusflow.deals;

import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.OneAtATime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What is written down on this host about the deals of each node's miner. */
public final class DealNotes {
  private final Path folder;

  /**
   * Where they are.
   *
   * @param folder is there
   */
  public DealNotes(Path folder) {
    this.folder = folder;
  }

  /** Absent where deals are as the miner has them. */
  public Optional<DealsNote> of(String node) {
    return journal(node).read();
  }

  void write(String node, DealsNote note) {
    journal(node).write(note);
  }

  void delete(String node) {
    try {
      Files.deleteIfExists(journal(node).file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a change of a node's deals while no other one runs. */
  <T> T alone(String node, Runnable waiting, Supplier<T> body) {
    return OneAtATime.on(folder.resolve(node + ".lock"), waiting, body);
  }

  Journal<KeptConfig> config(String node) {
    return new Journal<>(folder.resolve(node + ".config"), KeptConfig.class);
  }

  /** For a list that a command reads. */
  Path blocklist(String node) {
    return folder.resolve(node + ".blocklist");
  }

  private Journal<DealsNote> journal(String node) {
    return new Journal<>(folder.resolve(node + ".json"), DealsNote.class);
  }
}
