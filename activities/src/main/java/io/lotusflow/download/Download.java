package io.lotusflow.download;

import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One file on its way to this disk. It may be begun by one process and ended by another; only one
 * at a time, which the caller sees to.
 */
public final class Download {
  private static final Duration BEAT = Duration.ofMillis(200);

  private final Path part;
  private final Path journalFile;
  private final List<Offer> offers;
  private final Http http;
  private final Patience patience;
  private final Limits limits;
  private final Consumer<Progress> pulse;

  /**
   * What reads along.
   *
   * @param <T> what it finds out
   */
  public interface Reading<T> {
    /** Gets the file from its first byte on; a read waits for what has not come. */
    T read(InputStream file) throws IOException;
  }

  /**
   * Nothing happens yet.
   *
   * @param part where the bytes go
   * @param journal says which of them are there; both outlive this process
   * @param offers of the same file, at least one
   * @param pulse hears of it several times a second; what it throws ends the download
   */
  public Download(
      Path part,
      Path journal,
      List<Offer> offers,
      Http http,
      Patience patience,
      Limits limits,
      Consumer<Progress> pulse) {
    this.part = part;
    this.journalFile = journal;
    this.offers = Connections.ranged(offers);
    this.http = http;
    this.patience = patience;
    this.limits = limits;
    this.pulse = pulse;
  }

  /** Whether nobody offers parts of the file: then a break costs everything that has come. */
  public boolean isAllOrNothing() {
    return Connections.isAllOrNothing(offers);
  }

  /**
   * Returns when all of it is on disk and read, or when the reading ended earlier.
   *
   * @param wrong what of the file is damaged, if the reading found that: it is fetched again, once,
   *     and then read again
   * @throws SourceChanged if no server has that file any more
   * @throws NoRoom if the disk cannot take it
   */
  public <T> T run(Reading<T> reading, Function<T, List<Span>> wrong) throws IOException {
    try (RangeJournal journal = RangeJournal.open(journalFile);
        GrowingFile file = GrowingFile.open(part)) {
      BitSet there = whatIsThere(journal);
      new Room(new Programs()).reserve(part, offers.get(0).bytes());
      try (Connections connections =
          new Connections(offers, file, journal, there, http, patience, limits)) {
        T result = new Run<>(connections, reading, wrong).toItsEnd();
        if (connections.ranges().isWhole()) {
          file.endAt(connections.ranges().total());
          file.force();
        }
        return result;
      }
    }
  }

  /** A journal without its file, or of a longer one, is of another download. */
  private BitSet whatIsThere(RangeJournal journal) throws IOException {
    BitSet there = journal.finished();
    long bytes = offers.get(0).bytes();
    long end = Math.min(bytes, (long) there.length() * limits.rangeBytes());
    if (isAllOrNothing() || Files.size(part) < end) {
      journal.clear();
      return new BitSet();
    }
    return there;
  }

  /** The reading beside the fetching, in this process. */
  private final class Run<T> {
    private final Connections connections;
    private final Reading<T> reading;
    private final Function<T, List<Span>> wrong;
    private final AtomicLong read = new AtomicLong();
    private final Set<Span> again = new HashSet<>();
    private final long began = System.nanoTime();
    private final long had;

    Run(Connections connections, Reading<T> reading, Function<T, List<Span>> wrong) {
      this.connections = connections;
      this.reading = reading;
      this.wrong = wrong;
      this.had = connections.ranges().arrived();
    }

    T toItsEnd() throws IOException {
      while (true) {
        T result = await(read());
        List<Span> damaged = wrong.apply(result).stream().filter(again::add).toList();
        if (damaged.isEmpty()) {
          return result;
        }
        for (Span span : damaged) {
          connections.again(span);
        }
      }
    }

    private CompletableFuture<T> read() {
      CompletableFuture<T> result = new CompletableFuture<>();
      Connections.thread(
              "download-reader",
              () -> {
                try (InputStream in = connections.reader(read)) {
                  result.complete(reading.read(in));
                } catch (IOException | RuntimeException | Error failed) {
                  result.completeExceptionally(failed);
                }
              })
          .start();
      return result;
    }

    private T await(CompletableFuture<T> result) throws IOException {
      pulse.accept(progress());
      while (true) {
        try {
          return result.get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException later) {
          pulse.accept(progress());
        } catch (ExecutionException failed) {
          throw reason(failed.getCause());
        } catch (InterruptedException shutdown) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while downloading", shutdown);
        }
      }
    }

    /** The reader fails when the fetching does; then that is the reason. */
    private IOException reason(Throwable failure) throws IOException {
      Optional<IOException> ended = connections.ranges().failure();
      if (ended.isPresent()) {
        return ended.get() instanceof DiskFailed disk && disk.isFull()
            ? Room.isMissing(part, connections.ranges())
            : ended.get();
      }
      if (failure instanceof RuntimeException bug) {
        throw bug;
      }
      return failure instanceof IOException broken ? broken : new IOException(failure);
    }

    private Progress progress() {
      long arrived = connections.ranges().arrived();
      double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
      return new Progress(
          arrived,
          connections.ranges().total(),
          read.get(),
          seconds < 1 ? 0 : (long) (Math.max(0, arrived - had) / seconds),
          connections.trouble());
    }
  }
}
