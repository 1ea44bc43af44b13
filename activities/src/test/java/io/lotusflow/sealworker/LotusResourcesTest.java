package io.lotusflow.sealworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.sealworker.LotusResources.Need;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what {@code Filecoin.WorkerStats} of Lotus v1.36.2 says a worker's resources are. */
class LotusResourcesTest {

  @ParameterizedTest
  @CsvSource({"2KiB, 0", "8MiB, 1", "512MiB, 2", "32GiB, 3", "64GiB, 4"})
  void isLotusOwnTable(String size, String proof) throws IOException {
    LotusResources ours = LotusResources.of(ByteSize.parse(size)).orElseThrow();
    JsonNode table = table();
    for (SealTask task : SealTask.values()) {
      assertThat(ours.of(task)).as(task.type()).isEqualTo(need(table, task.type(), proof));
    }
    assertThat(ours.windowPost()).isEqualTo(need(table, "post/v0/windowproof", proof));
    int onGpu = table.path("seal/v0/commit/2").path(proof).path("MaxParallelismGPU").asInt();
    assertThat(ours.threadsOfProof(true)).isEqualTo(Math.max(1, onGpu));
  }

  @Test
  void knowsNoOtherSizes() {
    assertThat(WorkersRequest.knows(ByteSize.parse("64GiB"))).isTrue();
    assertThat(WorkersRequest.knows(ByteSize.parse("16GiB"))).isFalse();
  }

  private static Need need(JsonNode table, String task, String proof) {
    JsonNode row = table.path(task).path(proof);
    long shared = row.path("BaseMinMemory").asLong();
    return new Need(
        new ByteSize(row.path("MinMemory").asLong() + shared),
        new ByteSize(row.path("MaxMemory").asLong() + shared));
  }

  private static JsonNode table() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            LotusResourcesTest.class.getResourceAsStream(
                "/defaults/worker-resources.v1.36.2.json"))) {
      return new ObjectMapper().readTree(file);
    }
  }
}
