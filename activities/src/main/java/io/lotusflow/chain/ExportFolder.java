package io.lotusflow.chain;

import io.lotusflow.lotus.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a node's exports, which others may use too: what a name says is ours for this node,
 * and what is half written says so at its end.
 */
final class ExportFolder {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String NOTE = ".lotusflow.json";
  private static final String SUM = ".sha256sum";
  private static final String PART = ".part";
  private static final String PACKING = ".packing";
  private static final long MOST_RESERVED = 10L << 30;
  private static final int RESERVED_SHARE = 50;

  private final Path folder;
  private final ExportPlan plan;
  private final Pattern whole;
  private final Pattern unfinished;
  private final Pattern beside;

  ExportFolder(ExportPlan plan) {
    this.plan = plan;
    this.folder = Path.of(plan.folder());
    String ours =
        "lotusflow_%s_[a-z0-9]+_\\d{8}T\\d{6}Z_\\d+_(full|pruned)\\.car(\\.zst)?"
            .formatted(Pattern.quote(plan.scope().node().value()));
    this.whole = Pattern.compile(ours);
    this.unfinished =
        Pattern.compile(ours + '(' + Pattern.quote(PART) + '|' + Pattern.quote(PACKING) + ')');
    this.beside =
        Pattern.compile('(' + ours + ")(" + Pattern.quote(SUM) + '|' + Pattern.quote(NOTE) + ')');
  }

  Path path() {
    return folder;
  }

  /** A name that is not taken; the time in it puts exports in order. */
  String freeName(long height, Instant now) {
    Instant at = now;
    while (Files.exists(folder.resolve(name(height, at)))) {
      at = at.plusSeconds(1);
    }
    return name(height, at);
  }

  private String name(long height, Instant at) {
    return "lotusflow_%s_%s_%s_%d_%s.car%s"
        .formatted(
            plan.scope().node(),
            plan.daemon().network().key(),
            STAMP.format(at),
            height,
            kind(),
            plan.compress() ? ".zst" : "");
  }

  private String kind() {
    return plan.isFull() ? "full" : "pruned";
  }

  Path target(ExportDraft draft) {
    return folder.resolve(draft.name());
  }

  /** Where Lotus writes to. */
  Path car(ExportDraft draft) {
    return folder.resolve(draft.name().replaceFirst("\\.zst$", "") + PART);
  }

  /** Where it is while it is being compressed. */
  Path packing(ExportDraft draft) {
    return folder.resolve(draft.name() + PACKING);
  }

  /** What is whole but not proven; the same as {@link #car} where nothing is compressed. */
  Path ready(ExportDraft draft) {
    return folder.resolve(draft.name() + PART);
  }

  Path sum(Path target) {
    return target.resolveSibling(target.getFileName() + SUM);
  }

  Journal<ExportNote> note(Path target) {
    return new Journal<>(target.resolveSibling(target.getFileName() + NOTE), ExportNote.class);
  }

  /** What ended runs of this node left: half written files, sums and notes of files not there. */
  List<Path> leftovers() {
    return list().filter(file -> isUnfinished(file) || isAlone(file)).toList();
  }

  private boolean isUnfinished(Path file) {
    return unfinished.matcher(file.getFileName().toString()).matches();
  }

  private boolean isAlone(Path file) {
    var name = beside.matcher(file.getFileName().toString());
    return name.matches() && !Files.exists(folder.resolve(name.group(1)));
  }

  /** Exports of this kind that are surely ours, newest first. */
  List<Path> exports() {
    return list()
        .filter(file -> whole.matcher(file.getFileName().toString()).matches())
        .filter(file -> file.getFileName().toString().contains('_' + kind() + ".car"))
        .filter(this::isAsNoted)
        .sorted(Comparator.comparing(ExportFolder::stamp).reversed())
        .toList();
  }

  private static String stamp(Path file) {
    return file.getFileName().toString().split("_", -1)[3];
  }

  /** A file that was put in our one's place is a stranger's. */
  private boolean isAsNoted(Path file) {
    Optional<ExportNote> note = readable(file);
    return note.isPresent()
        && note.get().name().equals(file.getFileName().toString())
        && note.get().bytes() == file.toFile().length()
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private Optional<ExportNote> readable(Path file) {
    try {
      return note(file).read();
    } catch (UncheckedIOException notOurs) {
      return Optional.empty();
    }
  }

  Optional<ExportNote> newestNote() {
    return exports().stream().findFirst().flatMap(this::readable);
  }

  /** The file first: a note without a file is swept up, a file without a note never. */
  void delete(Path target) {
    try {
      Files.deleteIfExists(target);
      Files.deleteIfExists(sum(target));
      Files.deleteIfExists(note(target).file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Path> list() {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without what stays free for others: the node may write to the same disk. */
  long room() {
    try {
      FileStore disk = Files.getFileStore(Mounts.existing(folder));
      return disk.getUsableSpace() - Math.min(MOST_RESERVED, disk.getTotalSpace() / RESERVED_SHARE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
