package io.lotusflow.wallet;

import io.lotusflow.lotus.Journal;
import io.lotusflow.node.RepoFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which wallets were made for a node, in a file beside the key backup. The miner's creation is
 * noted here too, since after it the owner needs no more funds for it.
 */
public final class WalletBook {

  /**
   * One entry.
   *
   * @param before addresses the daemon had before any was made
   * @param owner empty until it is made
   * @param worker empty until it is made
   * @param actor the miner actor that was created; empty until then
   */
  public record Entry(List<String> before, String owner, String worker, String actor) {
    public Entry {
      before = List.copyOf(before);
    }

    Entry withOwner(String address) {
      return new Entry(before, address, worker, actor);
    }

    Entry withWorker(String address) {
      return new Entry(before, owner, address, actor);
    }
  }

  private final Path folder;
  private final Journal<Entry> journal;

  private WalletBook(Path folder, String node) {
    this.folder = folder;
    this.journal = new Journal<>(folder.resolve("wallets-" + node + ".json"), Entry.class);
  }

  public static WalletBook of(WalletPlan plan) {
    return new WalletBook(Path.of(plan.keyBackup()), plan.scope().node().value());
  }

  Optional<Entry> read() {
    return journal.read();
  }

  void write(Entry entry) {
    RepoFolder.make(folder);
    journal.write(entry);
  }

  Path lock() {
    return RepoFolder.make(folder).resolve(".lock");
  }

  /** Notes that the miner is on the chain: its owner needs no funds for that any more. */
  public void noteCreated(String actor) {
    Entry entry = read().orElse(new Entry(List.of(), "", "", ""));
    if (!entry.actor().equals(actor)) {
      write(new Entry(entry.before(), entry.owner(), entry.worker(), actor));
    }
  }
}
