package io.lotusflow.upgrade;

import io.lotusflow.lotus.Journal;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known of the last upgrade of each node of this host.
 *
 * @param folder one file per node
 */
public record UpgradeNotes(Path folder) {

  public Optional<UpgradeNote> of(String node) {
    return journal(node).read();
  }

  void write(String node, UpgradeNote note) {
    journal(node).write(note);
  }

  private Journal<UpgradeNote> journal(String node) {
    return new Journal<>(folder.resolve(node + ".json"), UpgradeNote.class);
  }
}
