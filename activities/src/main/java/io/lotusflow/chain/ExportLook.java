package io.lotusflow.chain;

import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is looked at before anything is written. */
final class ExportLook {
  private final ExportPlan plan;
  private final ExportFolder folder;

  ExportLook(ExportPlan plan) {
    this.plan = plan;
    this.folder = new ExportFolder(plan);
  }

  /**
   * @param why whose size it is
   */
  private record Size(long bytes, String why) {}

  ExportDraft look(Runnable beat) {
    long height = height(FullNode.at(plan.daemon().api()));
    usable();
    List<Path> left = folder.leftovers();
    if (!plan.scope().dryRun()) {
      left.forEach(ExportLook::delete);
    }
    Size size = expected(beat);
    requireRoom(size);
    String name = folder.freeName(height, Instant.now());
    String note =
        "height %d; expects %s, judged by %s; %s are free%s"
            .formatted(
                height,
                new ByteSize(size.bytes()),
                size.why(),
                new ByteSize(Math.max(0, folder.room())),
                left.isEmpty() ? "" : "; half written before: " + names(left));
    return new ExportDraft(receipt(note), plan.folder(), name, height, size.bytes());
  }

  private Receipt receipt(String note) {
    return plan.scope().dryRun() ? Receipt.wouldDo(note) : Receipt.done(note);
  }

  private static String names(List<Path> files) {
    return String.join(", ", files.stream().map(file -> file.getFileName().toString()).toList());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long height(FullNode node) {
    long head = node.head().height();
    if (head <= 0) {
      throw ExportProblem.EXPORT_NO_CHAIN.because(plan.daemon().repo());
    }
    long wanted = wanted(node, head);
    if (wanted > head) {
      throw ExportProblem.EXPORT_TIPSET_AHEAD.because(wanted, head);
    }
    return node.heightAt(wanted);
  }

  /** A head that is undone later would send whoever starts from it down a dead fork. */
  private long wanted(FullNode node, long head) {
    if (!plan.tipset().isEmpty()) {
      return plan.tipset().equals("@head") ? head : Long.parseLong(plan.tipset().substring(1));
    }
    OptionalLong said = node.finalHeight();
    long last = said.isPresent() ? said.getAsLong() : head - ExportPlan.LEAST_STATE_ROOTS;
    return last > 0 ? last : head; // a chain younger than finality has nothing better
  }

  private void usable() {
    Path path = Path.of(plan.folder());
    Path datastore = Path.of(plan.daemon().repo()).resolve("datastore");
    if (path.startsWith(datastore)) {
      throw ExportProblem.EXPORT_FOLDER_UNUSABLE.because(path, "it lies in " + datastore);
    }
    if (plan.scope().dryRun()) {
      return;
    }
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, ".lotusflow", ".try"));
    } catch (IOException e) {
      throw ExportProblem.EXPORT_FOLDER_UNUSABLE.because(path, e.toString());
    }
  }

  private Size expected(Runnable beat) {
    if (plan.expected().isPresent()) {
      return new Size(plan.expected().get().bytes(), "[export] expected_size");
    }
    Optional<ExportNote> before = folder.newestNote();
    if (before.isPresent()) {
      return new Size(before.get().carBytes() * 11 / 10, before.get().name());
    }
    Path datastore = Path.of(plan.daemon().repo()).resolve("datastore");
    return new Size(FolderTree.bytesIn(datastore, beat), datastore.toString());
  }

  /** While it is compressed both files are there; zstd makes about half of it. */
  private void requireRoom(Size size) {
    long needed = plan.compress() ? size.bytes() * 16 / 10 : size.bytes();
    long room = Math.max(0, folder.room());
    if (room < needed) {
      throw ExportProblem.EXPORT_NO_ROOM.because(
          plan.folder(), new ByteSize(needed), new ByteSize(room), size.why());
    }
  }
}
