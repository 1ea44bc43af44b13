package io.lotusflow.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.benchmark.UnreadableBenchmark.Why;
import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code lotus-bench sealing --json-out} printed: log lines, and in the end its result. Log
 * lines may be JSON themselves, and may follow.
 *
 * @param json its result, as it stands there
 * @param result the same, understood
 * @param linesBefore how many other lines stand before it
 */
public record BenchmarkOutput(ObjectNode json, BenchmarkResult result, int linesBefore) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIZE = "SectorSize";
  private static final String SEALED = "SealingResults";

  /**
   * Where Commit2 is skipped, the time between two log lines stands in its place; no proof is that
   * fast. Verify then measures nothing either.
   */
  private static final Duration NO_COMMIT_2 = Duration.ofMillis(1);

  /** The same for unsealing, where nothing at all lies between. */
  private static final Duration NO_UNSEAL = Duration.ofNanos(10_000);

  /**
   * Finds the last result in a text.
   *
   * @throws UnreadableBenchmark if there is none, or if the last one is cut or has strange values
   */
  public static BenchmarkOutput in(String text) {
    Optional<ObjectNode> last = Optional.empty();
    Optional<UnreadableBenchmark> broken = Optional.empty();
    int linesBefore = 0;
    int line = 0;
    for (int start = 0; start < text.length(); start = nextLine(text, start)) {
      try {
        Optional<ObjectNode> found = resultAt(text, start, line);
        if (found.isPresent()) {
          last = found;
          broken = Optional.empty();
          linesBefore = line;
        }
      } catch (UnreadableBenchmark cut) {
        broken = Optional.of(cut);
      }
      line++;
    }
    if (broken.isPresent() || last.isEmpty()) {
      throw broken.orElseGet(() -> new UnreadableBenchmark(Why.NO_RESULT, ""));
    }
    return new BenchmarkOutput(last.get(), understood(last.get()), linesBefore);
  }

  private static int nextLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  /** Empty where something else begins. */
  private static Optional<ObjectNode> resultAt(String text, int start, int line) {
    if (text.charAt(start) != '{') {
      return Optional.empty();
    }
    try (StringReader from = new StringReader(text)) {
      if (from.skip(start) < start) {
        return Optional.empty();
      }
      JsonNode node = JSON.readerFor(JsonNode.class).readValue(from);
      return node instanceof ObjectNode object && object.has(SIZE) && object.has(SEALED)
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException failed) {
      if (failed instanceof JsonEOFException || begunAt(text, start, failed)) {
        int where = line + failed.getLocation().getLineNr();
        throw new UnreadableBenchmark(Why.CUT, "line " + where);
      }
      return Optional.empty();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Whether it was a result as far as it could be read. */
  private static boolean begunAt(String text, int start, JsonProcessingException failed) {
    int end = start + Math.toIntExact(Math.max(0, failed.getLocation().getCharOffset()));
    String read = text.substring(start, Math.min(text.length(), end));
    return read.contains('"' + SIZE + '"') || read.contains('"' + SEALED + '"');
  }

  private static BenchmarkResult understood(ObjectNode json) {
    JsonNode sealed = json.path(SEALED);
    if (!sealed.isArray() || sealed.isEmpty()) {
      throw strange(SEALED, sealed);
    }
    Map<Stage, Duration> times = new TreeMap<>();
    for (Stage stage : Stage.values()) {
      Optional<Duration> time = stage.isOfOneSector() ? mean(stage, sealed) : time(json, stage, "");
      time.filter(known -> !known.isZero()).ifPresent(known -> times.put(stage, known));
    }
    withoutTheSkipped(times);
    return new BenchmarkResult(new ByteSize(positive(json, SIZE)), sealed.size(), times);
  }

  private static void withoutTheSkipped(Map<Stage, Duration> times) {
    if (times.getOrDefault(Stage.COMMIT_2, Duration.ZERO).compareTo(NO_COMMIT_2) < 0) {
      times.remove(Stage.COMMIT_2);
      times.remove(Stage.VERIFY);
    }
    if (times.getOrDefault(Stage.UNSEAL, Duration.ZERO).compareTo(NO_UNSEAL) < 0) {
      times.remove(Stage.UNSEAL);
    }
  }

  private static Optional<Duration> mean(Stage stage, JsonNode sealed) {
    Duration sum = Duration.ZERO;
    for (int i = 0; i < sealed.size(); i++) {
      Optional<Duration> time = time(sealed.get(i), stage, SEALED + "[" + i + "].");
      if (time.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(time.get());
    }
    return Optional.of(sum.dividedBy(sealed.size()));
  }

  /** Go writes a duration as nanoseconds. */
  private static Optional<Duration> time(JsonNode of, Stage stage, String path) {
    JsonNode nanos = of.path(stage.field());
    if (nanos.isMissingNode()) {
      return Optional.empty();
    }
    if (!nanos.isIntegralNumber() || !nanos.canConvertToLong() || nanos.asLong() < 0) {
      throw strange(path + stage.field(), nanos);
    }
    return Optional.of(Duration.ofNanos(nanos.asLong()));
  }

  private static long positive(ObjectNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() <= 0) {
      throw strange(field, value);
    }
    return value.asLong();
  }

  private static UnreadableBenchmark strange(String field, JsonNode value) {
    String shown = value.toString();
    String cut = shown.length() > 60 ? shown.substring(0, 60) + '…' : shown;
    return new UnreadableBenchmark(Why.STRANGE_VALUE, field + " = " + cut);
  }
}
