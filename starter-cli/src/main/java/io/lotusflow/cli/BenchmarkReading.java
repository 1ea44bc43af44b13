package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.benchmark.BenchmarkFile;
import io.lotusflow.benchmark.BenchmarkFile.Background;
import io.lotusflow.benchmark.BenchmarkResult;
import io.lotusflow.benchmark.ShownTime;
import io.lotusflow.benchmark.Stage;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.LotusVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * A result, and what it is compared with.
 *
 * @param before another run; of the same sector size, or it is compared with nothing
 * @param givenDelay {@code WaitDealsDelay} as the operator said it
 */
record BenchmarkReading(
    BenchmarkFile shown, Optional<BenchmarkFile> before, Optional<Duration> givenDelay) {

  BenchmarkResult result() {
    return shown.result();
  }

  Optional<BenchmarkResult> earlier() {
    return before.map(BenchmarkFile::result).filter(this::isComparable);
  }

  /** The manual's own figures, where the sector has its size. */
  Optional<BenchmarkResult> reference() {
    return Optional.of(BenchmarkResult.MANUAL).filter(this::isComparable);
  }

  boolean isComparable(BenchmarkResult other) {
    return other.sectorSize().equals(result().sectorSize());
  }

  /** As said, else of the miner's configuration when it was measured, else Lotus' own. */
  Duration delay() {
    return givenDelay.or(this::configuredDelay).orElse(BenchmarkResult.WAIT_DEALS_DELAY);
  }

  Optional<Duration> configuredDelay() {
    return shown.background().flatMap(b -> ShownTime.fromConfiguration(b.waitDealsDelay()));
  }

  Optional<Duration> expectedSealDuration() {
    return result().expectedSealDuration(delay());
  }

  /** Whether the version that was measured has the key; empty where it is not known. */
  Optional<Boolean> versionHasTheKey() {
    return shown
        .background()
        .map(Background::lotus)
        .filter(version -> !version.isEmpty())
        .map(version -> new Dialect(LotusVersion.parse(version)).knowsExpectedSealDuration());
  }

  ObjectNode json() {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("file", shown.path().toString());
    json.put("sectorSize", result().sectorSize().bytes());
    json.put("sectors", result().sectors());
    shown.background().ifPresent(b -> json.set("background", RunsJson.MAPPER.valueToTree(b)));
    before.ifPresent(other -> json.put("before", other.path().toString()));
    for (Stage stage : Stage.values()) {
      result().time(stage).ifPresent(time -> json.withArray("stages").add(json(stage, time)));
    }
    result().sealing().ifPresent(time -> json.put("sealingNanos", time.toNanos()));
    json.put("waitDealsDelayNanos", delay().toNanos());
    expectedSealDuration().ifPresent(t -> json.put("expectedSealDurationNanos", t.toNanos()));
    versionHasTheKey().ifPresent(has -> json.put("versionHasExpectedSealDuration", has));
    return json;
  }

  private ObjectNode json(Stage stage, Duration time) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("stage", stage.field()).put("nanos", time.toNanos()).put("time", ShownTime.of(time));
    earlier().flatMap(run -> run.time(stage)).ifPresent(t -> json.put("before", t.toNanos()));
    reference().flatMap(run -> run.time(stage)).ifPresent(t -> json.put("manual", t.toNanos()));
    return json;
  }
}
