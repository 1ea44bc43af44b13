package io.lotusflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Plans;
import io.lotusflow.params.ParamsPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as {@code lotus-bench} logs them; those of 2020 have no sector in front. */
class BenchmarkProgressTest {

  private JobProgress progress = JobProgress.of("", 7, Instant.EPOCH);

  private static BenchmarkPlan plan(boolean skipCommit2, boolean skipUnseal) {
    ByteSize size = ByteSize.parse("2KiB");
    return new BenchmarkPlan(
        Plans.SCOPE,
        "/lotus-bench",
        size,
        "/bench",
        skipCommit2,
        skipUnseal,
        false,
        Map.of(),
        new ParamsPlan(Plans.SCOPE, "/lotus", size, "/params", Plans.DIRECT),
        NodeApi.local("/daemon", "/ip4/127.0.0.1/tcp/1234/http"),
        Optional.empty());
  }

  private void read(BenchmarkProgress reader, String... lines) {
    for (String line : lines) {
      progress = reader.after(line, progress);
    }
  }

  @Test
  void namesTheStageItIsAt() {
    BenchmarkProgress reader = new BenchmarkProgress(plan(false, false));
    read(
        reader,
        "INFO lotus-bench Starting lotus-bench",
        "INFO lotus-bench [0] Writing piece into sector...",
        "INFO lotus-bench Running replication(1)...",
        "INFO storage_proofs_porep::stacked generate layer 3");

    assertThat(progress.phase()).isEqualTo("PreCommit1");
    assertThat(List.of(progress.done(), progress.total())).containsExactly(2L, 10L);
    assertThat(progress.percent()).as("the stages differ by hours").isNegative();
    assertThat(progress.pid()).isEqualTo(7);
  }

  @Test
  void countsOnlyWhatIsNotSkipped() {
    BenchmarkProgress reader = new BenchmarkProgress(plan(true, true));
    read(
        reader,
        "[0] Writing piece into sector...",
        "[0] Running replication(1)...",
        "[0] Running replication(2)...",
        "[0] Generating PoRep for sector (1)");
    assertThat(progress.done()).isEqualTo(progress.total());

    read(reader, "[0] Generating PoRep for sector (2)");
    assertThat(progress.done()).as("the line of Commit2 comes anyway").isEqualTo(progress.total());
  }
}
