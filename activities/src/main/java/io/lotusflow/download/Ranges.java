package io.lotusflow.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Which bytes are here, which are on their way, and which nobody has asked for. Ranges are handed
 * out in order and not far ahead of the first gap, so that a reader can follow.
 */
final class Ranges {
  private static final long LEAST_SHARE = 512 << 10;
  private static final double SHARED_IF_SECONDS = 0.5;
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final long size;
  private final int ahead;
  private final long silence;
  private final IntConsumer whole;
  private final BitSet done;
  private final TreeMap<Long, Long> waiting = new TreeMap<>();
  private final Set<Pull> pulls = new HashSet<>();
  private final Map<Integer, Long> begun = new HashMap<>();
  private final Map<Integer, Set<Mirror>> brought = new HashMap<>();
  private final Map<Integer, Set<Mirror>> avoided = new HashMap<>();
  private long bytes;
  private long arrived;
  private IOException failure;

  /**
   * @param bytes {@code Long.MAX_VALUE} while the end is not known
   * @param size of a range; what is handed out never crosses the border of two
   * @param there ranges that are here already
   * @param ahead how many ranges behind the first gap may be asked for
   * @param silence after so many nanoseconds somebody else brings the rest of a range
   * @param whole hears the number of each range when its last byte is in the file
   */
  Ranges(long bytes, long size, BitSet there, int ahead, long silence, IntConsumer whole) {
    this.bytes = bytes;
    this.size = size;
    this.ahead = ahead;
    this.silence = silence;
    this.whole = whole;
    this.done = (BitSet) there.clone();
    for (long from = 0; from < bytes; from = endOf(from)) {
      if (there.get(number(from))) {
        arrived += endOf(from) - from;
      } else {
        want(from, endOf(from));
      }
      if (size >= bytes) {
        break;
      }
    }
  }

  private int number(long position) {
    return Math.toIntExact(position / size);
  }

  private long endOf(long position) {
    long last = Long.MAX_VALUE / size;
    return position / size >= last ? bytes : Math.min(bytes, (position / size + 1) * size);
  }

  /** Neighbours become one: thousands of ranges that nobody asked for are one entry. */
  private void want(long from, long end) {
    Map.Entry<Long, Long> before = waiting.floorEntry(from);
    boolean joins = before != null && before.getValue() == from;
    waiting.put(joins ? before.getKey() : from, end);
  }

  /**
   * Something for a connection to bring; waits until there is, because a reader may still find that
   * something is to be fetched again.
   *
   * @return empty when it is over
   */
  synchronized Optional<Pull> next() throws InterruptedException {
    while (failure == null) {
      Optional<Pull> pull = unasked().or(this::shareOfAnother);
      if (pull.isPresent()) {
        pulls.add(pull.get());
        return pull;
      }
      wait(LOOK_AGAIN_MILLIS);
    }
    return Optional.empty();
  }

  private Optional<Pull> unasked() {
    if (waiting.isEmpty() || waiting.firstKey() >= horizon()) {
      return Optional.empty();
    }
    long from = waiting.firstKey();
    long rest = waiting.remove(from);
    long end = Math.min(rest, endOf(from));
    if (rest > end) {
      waiting.put(end, rest);
    }
    return Optional.of(pull(from, end));
  }

  private long horizon() {
    long last = contiguous() / size + ahead;
    return last > Long.MAX_VALUE / size ? bytes : last * size;
  }

  private Pull pull(long from, long end) {
    return new Pull(from, end, avoided.getOrDefault(number(from), Set.of()));
  }

  /** Half of the slowest connection's rest, or all of it when that one says nothing. */
  private Optional<Pull> shareOfAnother() {
    return pulls.stream()
        .filter(pull -> pull.hasBegun() && pull.left() > 0 && size < bytes)
        .max(Comparator.comparingDouble(Pull::secondsLeft))
        .flatMap(this::share);
  }

  private Optional<Pull> share(Pull slowest) {
    long end = slowest.end();
    long left = slowest.left();
    if (slowest.isSilentFor(silence)) {
      slowest.endAt(slowest.position());
    } else if (left >= LEAST_SHARE
        && slowest.got() > 0
        && slowest.secondsLeft() > SHARED_IF_SECONDS) {
      slowest.endAt(slowest.position() + left / 2);
    } else {
      return Optional.empty();
    }
    return Optional.of(pull(slowest.end(), end));
  }

  synchronized void begin(Pull pull, Mirror mirror) {
    pull.beginAt(mirror);
  }

  /** How many of these bytes are still this connection's to bring; 0 when it is done. */
  synchronized int wanted(Pull pull, int most) {
    return failure != null ? 0 : (int) Math.min(most, pull.left());
  }

  /** These bytes are in the file now; says whether the connection is to bring more. */
  synchronized boolean arrived(Pull pull, int count) {
    long taken = Math.min(count, pull.left());
    arrived += taken;
    int number = number(pull.position());
    long range = Math.min(bytes, (number + 1L) * size) - number * size;
    pull.advance(taken);
    long here = begun.merge(number, taken, Long::sum);
    brought.computeIfAbsent(number, n -> new HashSet<>()).add(pull.mirror());
    if (here >= range) {
      finish(number);
    }
    notifyAll();
    return pull.left() > 0 && failure == null;
  }

  private void finish(int number) {
    begun.remove(number);
    done.set(number);
    whole.accept(number);
  }

  /** The stream of a server that did not say how long it is has ended well. */
  synchronized void endsHere(Pull pull) {
    if (bytes == Long.MAX_VALUE) {
      bytes = pull.position();
      pull.endAt(bytes);
      finish(0);
      notifyAll();
    }
  }

  /** What the connection did not bring is for somebody else. */
  synchronized void giveBack(Pull pull) {
    pulls.remove(pull);
    if (pull.left() > 0) {
      want(pull.position(), pull.end());
    }
    notifyAll();
  }

  /**
   * These bytes are here but wrong: their ranges are fetched again, from another server if there is
   * one.
   *
   * @return the numbers of these ranges
   */
  synchronized List<Integer> again(long from, long to) {
    List<Integer> numbers = new ArrayList<>();
    for (long at = from / size * size; at < Math.min(to, bytes); at = endOf(at)) {
      int number = number(at);
      if (done.get(number)) {
        done.clear(number);
        numbers.add(number);
        arrived -= endOf(at) - at;
        avoided.put(number, brought.getOrDefault(number, Set.of()));
        brought.remove(number);
        want(at, endOf(at));
      }
    }
    notifyAll();
    return numbers;
  }

  /** Up to here nothing is missing. */
  private long contiguous() {
    long gap = waiting.isEmpty() ? bytes : waiting.firstKey();
    for (Pull pull : pulls) {
      if (pull.left() > 0) {
        gap = Math.min(gap, pull.position());
      }
    }
    return gap;
  }

  /**
   * Waits until there is something to read.
   *
   * @return up to where; the position itself at the end of the file
   */
  synchronized long readableFrom(long position) throws IOException {
    try {
      while (failure == null) {
        long readable = contiguous();
        if (readable > position || position >= bytes) {
          return readable;
        }
        wait();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for bytes");
    }
    throw new InterruptedIOException(failure.getMessage());
  }

  synchronized long arrived() {
    return arrived;
  }

  /** 0 while it is not known. */
  synchronized long total() {
    return bytes == Long.MAX_VALUE ? 0 : bytes;
  }

  synchronized boolean isWhole() {
    return contiguous() >= bytes;
  }

  /** Ends it for all who wait; the first reason counts. */
  synchronized void end(IOException reason) {
    if (failure == null) {
      failure = reason;
    }
    notifyAll();
  }

  synchronized Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }
}
