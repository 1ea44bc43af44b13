package io.lotusflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs seen by several workers, of which some are killed with -9. */
@Timeout(120)
class JobsAcrossProcessesTest {
  private static final String UNTIL_GO = "until [ -e go ]; do sleep 0.05; done; exit 4";

  @TempDir Path folder;
  private Script script;
  private Jobs jobs;

  @BeforeEach
  void open() throws IOException {
    script = new Script(Files.createDirectory(folder.resolve("work")));
    jobs = new Jobs(folder.resolve("jobs"), new SessionLauncher());
  }

  @AfterEach
  void leaveNothingRunning() {
    JobKey key = FollowerMain.key();
    jobs.stop(key.owner(), key.step(), new JobAsk("end", Instant.now().plusSeconds(9)));
  }

  private Process follower(String text) {
    return FollowerMain.start(folder.resolve("jobs"), script.folder(), text);
  }

  @Test
  void theJobOutlivesItsWorkerAndTheNextOneAttaches() throws Exception {
    Process first = follower("seq 20000; " + UNTIL_GO);
    await().atMost(Duration.ofSeconds(30)).until(() -> script.starts() == 1);
    long command = script.pid("starts");
    first.destroyForcibly().waitFor();
    assertThat(ProcessId.of(command)).isPresent();
    Process second = follower("seq 20000; " + UNTIL_GO);
    await().atMost(Duration.ofSeconds(30)).until(() -> script.lines("out").contains("20000"));
    assertThat(script.pid("starts")).isEqualTo(command);
    script.touch("go");
    assertThat(second.waitFor()).isEqualTo(4);
    assertThat(script.starts()).isEqualTo(1);
  }

  @Test
  void writingGoesOnWhenNobodyReads() throws Exception {
    Process worker = follower("until [ -e go ]; do echo more; sleep 0.01; done; exit 4");
    await().atMost(Duration.ofSeconds(30)).until(() -> script.starts() == 1);
    worker.destroyForcibly().waitFor();
    Path log = jobs.look(FollowerMain.key()).orElseThrow().log();
    long before = Files.size(log);
    await().until(() -> Files.size(log) > before + 100);
    script.touch("go");
    await()
        .until(() -> jobs.look(FollowerMain.key()).orElseThrow().phase() == JobState.Phase.ENDED);
    assertThat(jobs.look(FollowerMain.key()).orElseThrow().code()).hasValue(4);
  }

  @Test
  void manyWorkersAtOnceStartItOnce() throws Exception {
    String succeeds = UNTIL_GO.replace("exit 4", "exit 0");
    List<Process> workers = Stream.generate(() -> follower(succeeds)).limit(3).toList();
    await().atMost(Duration.ofSeconds(60)).until(() -> script.starts() > 0);
    script.touch("go");
    for (Process worker : workers) {
      assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(script.starts()).isEqualTo(1);
  }

  @Test
  void aWorkerKilledAtAnyMomentOfTheStartLeavesOneStart() throws Exception {
    Path step = folder.resolve("jobs");
    for (int millis = 0; millis <= 40; millis += 8) {
      Process worker = follower(UNTIL_GO);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> Files.exists(step));
      TimeUnit.MILLISECONDS.sleep(millis); // the moment to hit, not something to wait for
      worker.destroyForcibly().waitFor();
    }
    Process last = follower(UNTIL_GO);
    await().atMost(Duration.ofSeconds(30)).until(() -> script.starts() > 0);
    script.touch("go");
    assertThat(last.waitFor()).isEqualTo(4);
    assertThat(script.starts()).isEqualTo(1);
  }
}
