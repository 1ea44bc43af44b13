package io.lotusflow.chain;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A snapshot in the folder of downloads: {@code NAME.part} grows, {@code NAME.journal} says of
 * which file on which server it is a part, {@code NAME} is whole.
 */
final class SnapshotDownload {
  private static final int CHANGES = 3;
  private static final long MARGIN = 64 << 20;

  /**
   * What the part or the whole file is.
   *
   * @param whole whether {@code NAME} was checked; then {@code sha256} is what was found
   */
  private record Entry(String location, long bytes, String etag, String sha256, boolean whole) {
    static Entry of(SnapshotSource source) {
      return new Entry(source.location(), source.bytes(), source.etag(), source.sha256(), false);
    }

    boolean isOf(SnapshotSource source) {
      return location.equals(source.location())
          && bytes == source.bytes()
          && etag.equals(source.etag());
    }
  }

  private final SnapshotPlan plan;
  private final Transfer transfer;
  private final Patience patience;
  private final Consumer<JobProgress> pulse;
  private final Path file;
  private final Journal<Entry> journal;

  SnapshotDownload(
      SnapshotPlan plan,
      SnapshotSource source,
      Transfer transfer,
      Patience patience,
      Consumer<JobProgress> pulse) {
    this.plan = plan;
    this.transfer = transfer;
    this.patience = patience;
    this.pulse = pulse;
    this.file = Path.of(plan.downloads()).resolve(name(source.location()));
    this.journal = new Journal<>(beside(".journal"), Entry.class);
  }

  private static String name(String location) {
    String path = URI.create(location).getPath();
    String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    return last.isEmpty() || last.startsWith(".") ? "snapshot" + last : last;
  }

  Path file() {
    return file;
  }

  Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  boolean isWhole(SnapshotSource source) {
    return Files.isRegularFile(file)
        && journal.read().filter(entry -> entry.whole() && entry.isOf(source)).isPresent();
  }

  SnapshotFile fetch(SnapshotSource source) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OneAtATime.on(
        beside(".lock"),
        () -> pulse.accept(JobProgress.of("another attempt is at work", 0, Instant.now())),
        () -> whicheverItIs(source));
  }

  private SnapshotFile whicheverItIs(SnapshotSource source) {
    SnapshotSource now = source;
    for (int change = 0; change < CHANGES; change++) {
      try {
        return fetchOrFind(now);
      } catch (SourceChanged changed) {
        now =
            WhileBeating.call(
                pulse,
                "asking for " + plan.source(),
                () -> new SourceResolver(plan, transfer).resolve());
      } catch (IOException broken) {
        throw SnapshotProblem.SNAPSHOT_NOT_FETCHED.because(
            now.location(), new ByteSize(partBytes()), broken.getMessage());
      }
    }
    throw SnapshotProblem.SNAPSHOT_CHANGES.because(source.location());
  }

  private SnapshotFile fetchOrFind(SnapshotSource source) throws IOException {
    if (isWhole(source)) {
      return found(source);
    }
    if (journal.read().filter(entry -> !entry.whole() && entry.isOf(source)).isEmpty()) {
      Files.deleteIfExists(beside(".part"));
      journal.write(Entry.of(source));
    }
    refuseTooLittleRoom(source);
    String sha256;
    try (PartFile part = PartFile.open(beside(".part"), this::reading)) {
      new Fetch(transfer, source, part, patience, pulse).toItsEnd();
      sha256 = part.finish();
    }
    refuseAnotherDigest(source, sha256);
    Files.move(beside(".part"), file, StandardCopyOption.ATOMIC_MOVE);
    long bytes = Files.size(file);
    journal.write(new Entry(source.location(), source.bytes(), source.etag(), sha256, true));
    String note =
        "%s, sha256 %s%s"
            .formatted(
                new ByteSize(bytes), sha256, source.sha256().isEmpty() ? " (none published)" : "");
    return new SnapshotFile(Receipt.done(note), file.toString(), bytes, sha256);
  }

  private SnapshotFile found(SnapshotSource source) throws IOException {
    String sha256 = journal.read().map(Entry::sha256).orElse(source.sha256());
    return new SnapshotFile(
        Receipt.alreadySo("is in " + file), file.toString(), Files.size(file), sha256);
  }

  private void refuseAnotherDigest(SnapshotSource source, String sha256) throws IOException {
    if (!source.sha256().isEmpty() && !source.sha256().equals(sha256)) {
      Files.delete(beside(".part"));
      throw SnapshotProblem.SNAPSHOT_WRONG_DIGEST.because(
          source.location(), source.sha256(), sha256);
    }
  }

  private void refuseTooLittleRoom(SnapshotSource source) throws IOException {
    long needed = source.bytes() - partBytes() + MARGIN;
    long free = Files.getFileStore(file.getParent()).getUsableSpace();
    if (free < needed) {
      throw SnapshotProblem.SNAPSHOT_NO_SPACE.because(
          file.getParent(), new ByteSize(needed), new ByteSize(free), "download");
    }
  }

  private long partBytes() {
    try {
      return Files.exists(beside(".part")) ? Files.size(beside(".part")) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reading(long bytes) {
    pulse.accept(
        new JobProgress(
            "reading again", -1, bytes, 0, "bytes", "for its digest", 0, Instant.now()));
  }

  /** Keeps a damaged file under another name; it is never tried again as it is. */
  Path setAside() {
    try {
      Path aside = beside(".damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(journal.file());
      return aside;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean wasDamagedBefore() {
    return Files.exists(beside(".damaged"));
  }

  /** Removes everything of it; says whether there was anything. */
  boolean remove() {
    boolean removed = false;
    try {
      for (String suffix : new String[] {"", ".part", ".journal", ".damaged", ".unpacked.car"}) {
        removed |= Files.deleteIfExists(beside(suffix));
      }
      Files.deleteIfExists(beside(".lock"));
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
