package io.lotusflow.rehearsal.site;

import io.lotusflow.rehearsal.suite.build.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * What can befall a download. Words of a parameter that are paths, such as {@code /snapshots/} or
 * {@code /mirror/a/}, confine it to what lies under one of them; positions are bytes or, as in
 * {@code 99%}, a part of the file.
 *
 * <ul>
 *   <li>{@code download-slow}: bytes per second of each connection (100000)
 *   <li>{@code download-cut}: bytes after which the connection ends (65536), how often (1)
 *   <li>{@code download-stall}: bytes after which nothing more comes (65536), as long as it is set
 *   <li>{@code download-dies}: position that no connection gets past (99%)
 *   <li>{@code download-corrupt}: position of a byte that is another one (50%)
 *   <li>{@code download-short}: length of the file (50%); with {@code boundary} it is a cut CAR's,
 *       whose last block is whole
 *   <li>{@code download-wrong-length}: bytes that the file is said to have more than it has (1000)
 *   <li>{@code download-no-range}: it comes as a whole or not at all
 *   <li>{@code download-etag-changes}: another one in each answer
 *   <li>{@code download-html}: a page comes in place of the file
 *   <li>{@code download-503}, {@code download-429}: how often (1), seconds of Retry-After (1)
 *   <li>{@code go-download-corrupt}: as download-corrupt, for Go releases alone
 * </ul>
 */
final class DownloadFaults {
  private static final String SLOW_BYTES_PER_SECOND = "100000";
  private static final String CUT_AFTER_BYTES = "65536";

  private final Faults faults;
  private final AtomicLong answers = new AtomicLong();

  DownloadFaults(Faults faults) {
    this.faults = faults;
  }

  /** An answer in place of the file. */
  record Refusal(int status, String retryAfter) {}

  /** Whether this request shall be refused; each refusal counts. */
  synchronized Optional<Refusal> refusal(String path) {
    return refusal(Fault.DOWNLOAD_503, 503, path).or(() -> refusal(Fault.DOWNLOAD_429, 429, path));
  }

  private Optional<Refusal> refusal(Fault fault, int status, String path) {
    return applying(fault, path)
        .map(
            words -> {
              List<String> numbers = numbers(words, "1", "1");
              countDown(fault, "", numbers.get(0), " " + numbers.get(1), words);
              return new Refusal(status, numbers.get(1));
            });
  }

  boolean sendsPage(String path) {
    return applying(Fault.DOWNLOAD_HTML, path).isPresent();
  }

  boolean ignoresRanges(String path) {
    return applying(Fault.DOWNLOAD_NO_RANGE, path).isPresent();
  }

  /** What an ETag ends with. */
  String etagSuffix(String path) {
    return applying(Fault.DOWNLOAD_ETAG_CHANGES, path).isPresent()
        ? "-" + answers.incrementAndGet()
        : "";
  }

  /** The file as it is said to be. */
  Download told(Download download, String path) throws IOException {
    Optional<List<String>> cut = applying(Fault.DOWNLOAD_SHORT, path);
    if (cut.isPresent()) {
      long wanted = position(positions(cut.get(), "50%").get(0), download.length());
      boolean whole = cut.get().contains("boundary");
      return download.ofLength(whole ? CarBoundary.before(download, wanted) : wanted);
    }
    Optional<List<String>> lie = applying(Fault.DOWNLOAD_WRONG_LENGTH, path);
    return lie.isPresent()
        ? download.ofLength(download.length() + Long.parseLong(numbers(lie.get(), "1000").get(0)))
        : download;
  }

  /**
   * The body's way to the client, with all that befalls it; {@code position} is where in the file
   * the body begins.
   */
  OutputStream befall(OutputStream body, String path, long position, long fileLength) {
    OutputStream befallen = body;
    Optional<Long> lie = corrupted(path, fileLength);
    if (lie.isPresent()) {
      befallen = new Misfortunes.Corrupting(befallen, lie.get() - position);
    }
    Optional<Long> cut = cut(path);
    if (cut.isPresent()) {
      befallen = new Misfortunes.Cutting(befallen, cut.get());
    }
    Optional<List<String>> dies = applying(Fault.DOWNLOAD_DIES, path);
    if (dies.isPresent()) {
      long last = position(positions(dies.get(), "99%").get(0), fileLength);
      befallen = new Misfortunes.Cutting(befallen, Math.max(0, last - position));
    }
    Optional<List<String>> stall = applying(Fault.DOWNLOAD_STALL, path);
    if (stall.isPresent()) {
      BooleanSupplier still = () -> applying(Fault.DOWNLOAD_STALL, path).isPresent();
      long after = Long.parseLong(numbers(stall.get(), CUT_AFTER_BYTES).get(0));
      befallen = new Misfortunes.Stalling(befallen, after, still);
    }
    return new Misfortunes.Slowing(befallen, () -> rate(path));
  }

  /** A mirror whose name is a number gives so many bytes a second to each connection. */
  private Optional<Long> rate(String path) {
    Optional<Long> ordered =
        applying(Fault.DOWNLOAD_SLOW, path)
            .map(words -> Long.valueOf(numbers(words, SLOW_BYTES_PER_SECOND).get(0)));
    return ordered.or(() -> Mirror.rate(path));
  }

  private Optional<Long> corrupted(String path, long length) {
    Optional<List<String>> words = applying(Fault.DOWNLOAD_CORRUPT, path);
    if (words.isEmpty() && path.startsWith("/go/")) {
      words = applying(Fault.GO_DOWNLOAD_CORRUPT, path);
    }
    return words.map(given -> position(positions(given, "50%").get(0), length));
  }

  private synchronized Optional<Long> cut(String path) {
    return applying(Fault.DOWNLOAD_CUT, path)
        .map(
            words -> {
              List<String> numbers = numbers(words, CUT_AFTER_BYTES, "1");
              countDown(Fault.DOWNLOAD_CUT, numbers.get(0) + ' ', numbers.get(1), "", words);
              return Long.valueOf(numbers.get(0));
            });
  }

  private Optional<List<String>> applying(Fault fault, String path) {
    return faults
        .words(fault)
        .filter(
            words ->
                words.stream().noneMatch(word -> word.startsWith("/"))
                    || words.stream()
                        .anyMatch(word -> word.startsWith("/") && path.startsWith(word)));
  }

  private void countDown(
      Fault fault, String before, String count, String after, List<String> words) {
    int left = Integer.parseInt(count) - 1;
    if (left <= 0) {
      faults.clear(fault);
    } else {
      List<String> under = words.stream().filter(word -> word.startsWith("/")).toList();
      faults.set(fault, before + left + after + ' ' + String.join(" ", under));
    }
  }

  private static List<String> numbers(List<String> words, String... defaults) {
    return inPlaceOf(words.stream().filter(word -> word.matches("-?\\d+")).toList(), defaults);
  }

  private static List<String> positions(List<String> words, String... defaults) {
    return inPlaceOf(words.stream().filter(word -> word.matches("\\d+%?")).toList(), defaults);
  }

  private static List<String> inPlaceOf(List<String> given, String... defaults) {
    String[] values = defaults.clone();
    for (int i = 0; i < Math.min(given.size(), values.length); i++) {
      values[i] = given.get(i);
    }
    return List.of(values);
  }

  private static long position(String word, long length) {
    return word.endsWith("%")
        ? length * Long.parseLong(word.substring(0, word.length() - 1)) / 100
        : Long.parseLong(word);
  }
}
