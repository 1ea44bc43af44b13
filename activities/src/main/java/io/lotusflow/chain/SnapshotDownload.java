package io.lotusflow.chain;

import io.lotusflow.download.Download;
import io.lotusflow.download.Http;
import io.lotusflow.download.Limits;
import io.lotusflow.download.NoRoom;
import io.lotusflow.download.Patience;
import io.lotusflow.download.Progress;
import io.lotusflow.download.SourceChanged;
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
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A snapshot in the folder of downloads: {@code NAME.part} fills, {@code NAME.ranges} says which
 * parts of it are there, {@code NAME.journal} of which file on which server they are, {@code NAME}
 * is whole and proven.
 */
final class SnapshotDownload {
  private static final int CHANGES = 3;

  /**
   * What the part or the whole file is.
   *
   * @param whole whether {@code NAME} was checked; then {@code sha256} is what was found
   * @param verdict of the check; null in journals of versions that did not look into the file
   */
  private record Entry(
      String location, long bytes, String etag, String sha256, boolean whole, Verdict verdict) {
    static Entry of(SnapshotSource source) {
      return new Entry(
          source.location(), source.bytes(), source.etag(), source.sha256(), false, null);
    }

    Entry proven(Verdict found) {
      return new Entry(location, found.bytes(), etag, found.sha256(), true, found);
    }

    boolean isOf(SnapshotSource source) {
      if (bytes != source.bytes() && source.bytes() > 0) {
        return false;
      }
      boolean bothPublished = !sha256.isEmpty() && !source.sha256().isEmpty();
      return bothPublished
          ? sha256.equals(source.sha256())
          : location.equals(source.location()) && etag.equals(source.etag());
    }
  }

  private final SnapshotPlan plan;
  private final Http http;
  private final Patience patience;
  private final Limits limits;
  private final Consumer<JobProgress> pulse;
  private final Path file;
  private final Journal<Entry> journal;
  private final Instant began = Instant.now();

  SnapshotDownload(
      SnapshotPlan plan,
      SnapshotSource source,
      Http http,
      Patience patience,
      Limits limits,
      Consumer<JobProgress> pulse) {
    this.plan = plan;
    this.http = http;
    this.patience = patience;
    this.limits = limits;
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
    return whole(source).isPresent();
  }

  private Optional<Verdict> whole(SnapshotSource source) {
    return journal
        .read()
        .filter(entry -> entry.whole() && entry.isOf(source) && Files.isRegularFile(file))
        .flatMap(entry -> Optional.ofNullable(entry.verdict()));
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
                () -> new SourceResolver(plan, http).resolve());
      } catch (NoRoom full) {
        throw SnapshotProblem.SNAPSHOT_NO_SPACE.because(
            file.getParent(), new ByteSize(full.needed()), new ByteSize(full.free()), "download");
      } catch (IOException broken) {
        throw SnapshotProblem.SNAPSHOT_NOT_FETCHED.because(
            now.location(), new ByteSize(arrived), broken.getMessage());
      }
    }
    throw SnapshotProblem.SNAPSHOT_CHANGES.because(source.location());
  }

  private SnapshotFile fetchOrFind(SnapshotSource source) throws IOException {
    Optional<Verdict> there = whole(source);
    if (there.isPresent()) {
      return file(Receipt.alreadySo("is in " + file), there.orElseThrow());
    }
    if (journal.read().filter(entry -> !entry.whole() && entry.isOf(source)).isEmpty()) {
      Files.deleteIfExists(beside(".part"));
      Files.deleteIfExists(beside(".ranges"));
      journal.write(Entry.of(source));
    }
    Verdict verdict = download(source).run(Proof.of(plan, source)::read, Proof::damaged);
    refuse(verdict);
    Files.move(beside(".part"), file, StandardCopyOption.ATOMIC_MOVE);
    journal.write(Entry.of(source).proven(verdict));
    Files.deleteIfExists(beside(".ranges"));
    return file(Receipt.done(Proof.note(verdict, source)), verdict);
  }

  private Download download(SnapshotSource source) {
    return new Download(
        beside(".part"), beside(".ranges"), Offers.of(source), http, patience, limits, this::beat);
  }

  private SnapshotFile file(Receipt receipt, Verdict verdict) {
    return new SnapshotFile(
        receipt, file.toString(), verdict.bytes(), verdict.sha256(), Optional.of(verdict));
  }

  /** A file that is not what it should be is kept for a look, and never imported. */
  private void refuse(Verdict verdict) throws IOException {
    if (!verdict.defects().isEmpty()) {
      Path aside = beside(".damaged");
      Files.move(beside(".part"), aside, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(beside(".ranges"));
      Files.deleteIfExists(journal.file());
      throw Proof.problem(aside, verdict);
    }
  }

  private volatile long arrived;

  private void beat(Progress progress) {
    arrived = progress.arrived();
    boolean known = progress.total() > 0;
    boolean reading = known && progress.arrived() == progress.total();
    double percent =
        known ? 100.0 * (progress.arrived() + progress.read()) / 2 / progress.total() : -1;
    pulse.accept(
        new JobProgress(
            reading ? "reading" : "downloading",
            percent,
            progress.arrived(),
            progress.total(),
            "bytes",
            progress.trouble().isEmpty() ? speed(progress) : progress.trouble(),
            0,
            began));
  }

  private static String speed(Progress progress) {
    long left = progress.total() - progress.arrived();
    long minutes = progress.bytesPerSecond() == 0 ? 0 : 1 + left / progress.bytesPerSecond() / 60;
    return new ByteSize(progress.bytesPerSecond())
        + "/s"
        + (left > 0 && minutes > 0 ? ", about %d min left".formatted(minutes) : "");
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
      for (String suffix :
          new String[] {"", ".part", ".ranges", ".journal", ".damaged", ".unpacked.car"}) {
        removed |= Files.deleteIfExists(beside(suffix));
      }
      Files.deleteIfExists(beside(".lock"));
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
