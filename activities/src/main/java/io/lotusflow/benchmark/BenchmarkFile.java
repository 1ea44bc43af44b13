package io.lotusflow.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.benchmark.UnreadableBenchmark.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file with a result: one that was kept here, or what an operator's {@code lotus-bench} printed.
 *
 * @param background what is known besides; absent in a file that was not written here
 */
public record BenchmarkFile(Path path, BenchmarkOutput output, Optional<Background> background) {

  /** Beside the fields of {@code lotus-bench} in a kept file. */
  private static final String OURS = "lotusflow";

  /** Nothing that lotus-bench prints, its log included, comes near. */
  private static final long LARGEST = 256L << 20;

  /**
   * How a result came about.
   *
   * @param node whose environment it had
   * @param lotus version of {@code lotus-bench}: {@code v1.36.2}
   * @param startedAt ISO, UTC
   * @param seconds how long all of it took
   * @param gpu names of the GPUs that its log speaks of; empty if it speaks of none
   * @param waitDealsDelay of the miner's configuration, as it stands there; empty if it does not
   */
  public record Background(
      String node,
      String lotus,
      String startedAt,
      long seconds,
      String gpu,
      String waitDealsDelay) {

    private static Background of(JsonNode json) {
      return new Background(
          json.path("node").asText(""),
          json.path("lotus").asText(""),
          json.path("startedAt").asText(""),
          json.path("seconds").asLong(),
          json.path("gpu").asText(""),
          json.path("waitDealsDelay").asText(""));
    }

    private void into(ObjectNode json) {
      json.put("node", node)
          .put("lotus", lotus)
          .put("startedAt", startedAt)
          .put("seconds", seconds)
          .put("gpu", gpu)
          .put("waitDealsDelay", waitDealsDelay);
    }
  }

  public BenchmarkResult result() {
    return output.result();
  }

  /**
   * Reads it whole.
   *
   * @throws UnreadableBenchmark if it holds no whole result
   */
  public static BenchmarkFile read(Path path) throws IOException {
    if (Files.size(path) > LARGEST) {
      throw new UnreadableBenchmark(Why.NO_RESULT, "");
    }
    BenchmarkOutput output =
        BenchmarkOutput.in(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    JsonNode ours = output.json().path(OURS);
    return new BenchmarkFile(
        path, output, ours.isObject() ? Optional.of(Background.of(ours)) : Optional.empty());
  }

  /** The result with its background, as it is kept. */
  static ObjectNode kept(BenchmarkOutput output, Background background) {
    ObjectNode json = output.json().deepCopy();
    background.into(json.putObject(OURS));
    return json;
  }
}
