package io.lotusflow.upgrade;

import io.lotusflow.lotus.Journal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the upgrades of each node of this host.
 *
 * @param folder for each node a file with the last one, and one with those before
 */
public record UpgradeNotes(Path folder) {

  /** More is not gone back. */
  private static final int KEPT = 20;

  /**
   * As it is on disk.
   *
   * @param notes newest first
   */
  record Earlier(List<UpgradeNote> notes) {
    Earlier {
      notes = List.copyOf(notes);
    }
  }

  /** The last one. */
  public Optional<UpgradeNote> of(String node) {
    return last(node).read();
  }

  /** Newest first. */
  public List<UpgradeNote> all(String node) {
    List<UpgradeNote> all =
        new ArrayList<>(earlier(node).read().map(Earlier::notes).orElse(List.of()));
    of(node).filter(last -> !all.contains(last)).ifPresent(last -> all.add(0, last));
    return List.copyOf(all);
  }

  /**
   * The ways back from the version in use, the next one first: upgrades that were not taken back
   * yet. Each goes from {@code to} to {@code from}.
   */
  public List<UpgradeNote> waysBack(String node, String inUse) {
    List<UpgradeNote> all = all(node);
    Deque<UpgradeNote> ways = new ArrayDeque<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      UpgradeNote note = all.get(i);
      String then = i == 0 ? inUse : all.get(i - 1).from();
      boolean back = !ways.isEmpty() && ways.peek().from().equals(note.to());
      // One that was cut off is not over, wherever the link leads now: what runs may be of either.
      boolean open = i == 0 && note.state() == UpgradeNote.State.SWITCHING;
      if (back && !open && note.to().equals(then)) {
        ways.pop();
      } else if (!back && (open || note.to().equals(then))) {
        ways.push(note);
      }
    }
    return List.copyOf(ways);
  }

  /** Replaces the note of the same switch, if that is not done. */
  void write(String node, UpgradeNote note) {
    Optional<UpgradeNote> before = of(node).filter(last -> !last.isBegunAs(note));
    before.filter(last -> !last.equals(note)).ifPresent(last -> keep(node, last));
    last(node).write(note);
  }

  private void keep(String node, UpgradeNote note) {
    List<UpgradeNote> notes = new ArrayList<>(List.of(note));
    earlier(node).read().map(Earlier::notes).orElse(List.of()).stream()
        .filter(other -> !other.equals(note))
        .limit(KEPT - 1)
        .forEach(notes::add);
    earlier(node).write(new Earlier(notes));
  }

  private Journal<UpgradeNote> last(String node) {
    return new Journal<>(folder.resolve(node + ".json"), UpgradeNote.class);
  }

  private Journal<Earlier> earlier(String node) {
    return new Journal<>(folder.resolve(node + ".earlier.json"), Earlier.class);
  }
}
