package io.lotusflow.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;
import io.lotusflow.lotus.Transcripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held to recorded imports of a real daemon. */
class ImportLogTest {
  @TempDir Path folder;

  private ImportLog log(String transcript) throws IOException {
    String text = Transcripts.stderr(transcript) + Transcripts.stdout(transcript);
    return ImportLog.read(Files.writeString(folder.resolve("log"), text));
  }

  @Test
  void readsTheLastOfTheGluedFrames() {
    LineProgress progress = ImportLog.progress();
    JobProgress before = JobProgress.of("", 7, Instant.EPOCH);
    JobProgress best = before;
    for (String line : Transcripts.stderr("344-import-from-slow-url-progress").lines().toList()) {
      best = progress.after(line, best);
    }
    assertThat(best.percent()).isEqualTo(100);
    assertThat(best.total()).isEqualTo((long) (10.32 * (1 << 20)));
    assertThat(best.pid()).isEqualTo(7);
    JobProgress half =
        progress.after("3.81 MiB / 7.58 MiB [---->____] 50.26% 1.27 MiB p/s ETA 7s3.9 M", before);
    assertThat(half.percent()).isBetween(50.0, 50.5);
  }

  @Test
  void tellsDamagedFilesFromOtherTroubles() throws IOException {
    assertThat(log("065-import-trunc-fresh-repo").saysDamaged()).isTrue();
    assertThat(log("066-import-corrupt-fresh-repo").saysDamaged()).isTrue();
    assertThat(log("335-fetch-params-no-internet").saysDamaged()).isFalse();
  }

  @Test
  void wantsTheLineOfAnImportThatIsWhole() throws IOException {
    assertThat(log("344-import-from-slow-url-progress").saysComplete()).isTrue();
    assertThat(log("066-import-corrupt-fresh-repo").saysComplete()).isFalse();
  }
}
