package io.lotusflow.rehearsal.site;

import io.lotusflow.rehearsal.suite.build.Fault;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * What can befall a download. The last word of a parameter may be a path such as {@code
 * /snapshots/}: then only what lies under it is befallen.
 *
 * <ul>
 *   <li>{@code download-slow}: bytes per second (100000)
 *   <li>{@code download-cut}: bytes after which the connection ends (65536), how often (1)
 *   <li>{@code download-corrupt}: the byte in the middle of the file is another one
 *   <li>{@code download-503}: how often (1)
 *   <li>{@code go-download-corrupt}: as download-corrupt, for Go releases alone
 * </ul>
 */
final class DownloadFaults {
  private static final String SLOW_BYTES_PER_SECOND = "100000";
  private static final String CUT_AFTER_BYTES = "65536";

  private final Faults faults;

  DownloadFaults(Faults faults) {
    this.faults = faults;
  }

  /** Whether this request shall be refused; each refusal counts. */
  synchronized boolean refuses(String path) {
    Optional<List<String>> words = applying(Fault.DOWNLOAD_503, path);
    words.ifPresent(given -> countDown(Fault.DOWNLOAD_503, "", numbers(given, "1").get(0), given));
    return words.isPresent();
  }

  /**
   * The body's way to the client, with all that befalls it; {@code position} is where in the file
   * the body begins.
   */
  OutputStream befall(OutputStream body, String path, long position, long fileLength) {
    OutputStream befallen = body;
    if (corrupts(path)) {
      befallen = new Corrupting(befallen, fileLength / 2 - position);
    }
    Optional<Long> cut = cut(path);
    if (cut.isPresent()) {
      befallen = new Cutting(befallen, cut.get());
    }
    return new Slowing(befallen, path);
  }

  private boolean corrupts(String path) {
    return applying(Fault.DOWNLOAD_CORRUPT, path).isPresent()
        || (path.startsWith("/go/") && applying(Fault.GO_DOWNLOAD_CORRUPT, path).isPresent());
  }

  private synchronized Optional<Long> cut(String path) {
    return applying(Fault.DOWNLOAD_CUT, path)
        .map(
            words -> {
              List<String> numbers = numbers(words, CUT_AFTER_BYTES, "1");
              countDown(Fault.DOWNLOAD_CUT, numbers.get(0) + ' ', numbers.get(1), words);
              return Long.valueOf(numbers.get(0));
            });
  }

  private Optional<List<String>> applying(Fault fault, String path) {
    return faults
        .words(fault)
        .filter(
            words ->
                words.stream().filter(word -> word.startsWith("/")).allMatch(path::startsWith));
  }

  private void countDown(Fault fault, String before, String count, List<String> words) {
    int left = Integer.parseInt(count) - 1;
    if (left <= 0) {
      faults.clear(fault);
    } else {
      String under = words.stream().filter(word -> word.startsWith("/")).findFirst().orElse("");
      faults.set(fault, before + left + ' ' + under);
    }
  }

  private static List<String> numbers(List<String> words, String... defaults) {
    List<String> given = words.stream().filter(word -> !word.startsWith("/")).toList();
    String[] numbers = defaults.clone();
    for (int i = 0; i < Math.min(given.size(), numbers.length); i++) {
      numbers[i] = given.get(i);
    }
    return List.of(numbers);
  }

  /** Changes one byte. */
  private static final class Corrupting extends FilterOutputStream {
    private long untilLie;

    Corrupting(OutputStream out, long untilLie) {
      super(out);
      this.untilLie = untilLie;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (0 <= untilLie && untilLie < length) {
        bytes[from + (int) untilLie] ^= 1;
      }
      untilLie -= length;
      out.write(bytes, from, length);
    }
  }

  /** Ends the connection. */
  private static final class Cutting extends FilterOutputStream {
    private long left;

    Cutting(OutputStream out, long left) {
      super(out);
      this.left = left;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int allowed = (int) Math.min(left, length);
      out.write(bytes, from, allowed);
      left -= allowed;
      if (allowed < length) {
        out.flush();
        throw new IOException("the fault download-cut ends this connection");
      }
    }
  }

  /** Lets through so many bytes in a second, as long as the fault is set. */
  private final class Slowing extends FilterOutputStream {
    private static final int STEPS_PER_SECOND = 10;
    private final String path;

    Slowing(OutputStream out, String path) {
      super(out);
      this.path = path;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      while (at < from + length) {
        Optional<Integer> rate = rate();
        int step =
            Math.min(
                from + length - at,
                rate.map(r -> Math.max(1, r / STEPS_PER_SECOND)).orElse(length));
        out.write(bytes, at, step);
        at += step;
        if (rate.isPresent()) {
          out.flush();
          pause(1000L * step / rate.get());
        }
      }
    }

    private Optional<Integer> rate() {
      return applying(Fault.DOWNLOAD_SLOW, path)
          .map(words -> Integer.valueOf(numbers(words, SLOW_BYTES_PER_SECOND).get(0)));
    }

    private void pause(long millis) throws IOException {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
