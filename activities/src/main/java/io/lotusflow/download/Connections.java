package io.lotusflow.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections at work, and the thread behind them that makes lasting what they brought. Nothing
 * is said to be on disk before the disk has been asked to take it; while it is busy, more comes
 * together for the next time.
 */
final class Connections implements Closeable {
  private static final int AHEAD_PER_CONNECTION = 4;
  private static final int SILENCE_PARTS = 6;

  private final GrowingFile file;
  private final RangeJournal journal;
  private final Mirrors mirrors;
  private final Ranges ranges;
  private final BlockingQueue<Integer> unsafe = new LinkedBlockingQueue<>();
  private final long rangeBytes;

  Connections(
      List<Offer> offers,
      GrowingFile file,
      RangeJournal journal,
      BitSet there,
      Http http,
      Patience patience,
      Limits limits) {
    this.file = file;
    this.journal = journal;
    this.mirrors = new Mirrors(offers, patience, limits.connections());
    long bytes = offers.get(0).bytes() == 0 ? Long.MAX_VALUE : offers.get(0).bytes();
    this.rangeBytes = isAllOrNothing(offers) ? bytes : limits.rangeBytes();
    this.ranges =
        new Ranges(
            bytes,
            rangeBytes,
            there,
            AHEAD_PER_CONNECTION * limits.connections(),
            patience.silence().toNanos() / SILENCE_PARTS,
            this::whole);
    Throttle throttle = new Throttle(limits.bytesPerSecond());
    int connections = isAllOrNothing(offers) ? 1 : limits.connections();
    for (int i = 0; i < connections; i++) {
      thread("download-" + i, new Puller(http, mirrors, ranges, file, throttle, patience)).start();
    }
    thread("download-sync", this::keepSafe).start();
  }

  static boolean isAllOrNothing(List<Offer> offers) {
    return !offers.get(0).ranges() || offers.get(0).bytes() == 0;
  }

  /** Those that offer parts; if there are none, the first alone. */
  static List<Offer> ranged(List<Offer> offers) {
    List<Offer> ranged =
        offers.stream().filter(offer -> offer.ranges() && offer.bytes() > 0).toList();
    return ranged.isEmpty() ? List.of(offers.get(0)) : ranged;
  }

  static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  Ranges ranges() {
    return ranges;
  }

  String trouble() {
    return mirrors.trouble();
  }

  InputStream reader(AtomicLong read) {
    return file.reader(ranges, read);
  }

  void again(Span span) throws IOException {
    for (int number : ranges.again(span.from(), span.to())) {
      journal.lost(number);
    }
  }

  private void whole(int number) {
    try {
      journal.here(number);
      unsafe.add(number);
    } catch (IOException failed) {
      ranges.end(new DiskFailed(failed));
    }
  }

  private void keepSafe() {
    try {
      while (ranges.failure().isEmpty()) {
        List<Integer> numbers = new ArrayList<>(List.of(unsafe.take()));
        unsafe.drainTo(numbers);
        file.force();
        journal.safe(numbers);
      }
    } catch (IOException failed) {
      ranges.end(new DiskFailed(failed));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** The connections notice with their next byte; what they bring from now on is not taken. */
  @Override
  public void close() {
    ranges.end(new IOException("the download has ended"));
  }
}
