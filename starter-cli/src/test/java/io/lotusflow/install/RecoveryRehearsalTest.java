package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Living;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What was seen to stop sectors on a real node ({@code seen-on-a-real-node.md}), one after the
 * other: nobody but a recovery is there to help. {@code -Dlotusflow.matrix.home=FOLDER} as for
 * {@link ActMatrixTest}.
 */
@Tag("matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryRehearsalTest {

  private static final Duration SEALED_WITHIN = Duration.ofMinutes(4);

  /** Twenty seconds without an event, and what it takes to get there. */
  private static final Duration STANDS_WITHIN = Duration.ofMinutes(3);

  /** How the rehearsal's miner names its own worker. */
  private static final String LOCAL = "10ca1000-";

  private static final Optional<Path> HOME =
      Optional.ofNullable(System.getProperty("lotusflow.matrix.home")).map(Path::of);

  private Operator operator;

  @BeforeAll
  void install() throws IOException {
    operator =
        new Operator(
            HOME.isPresent() ? HOME.get() : Files.createTempDirectory("recovery"), Map.of());
    if (HOME.isEmpty()) {
      new InstallOrdeal().prepare(operator);
      operator.types("install", "--rehearsal").expecting(0);
    }
  }

  @AfterAll
  void remove() throws IOException {
    if (HOME.isPresent()) {
      operator.types("down").expecting(0);
      return;
    }
    operator.close();
    FolderTree.delete(operator.folder());
  }

  @AfterEach
  void clear() {
    operator.types("rehearsal", "fault", "--clear").expecting(0);
  }

  @Test
  void aProofThatNobodyWaitsForAfterAnOutageOfTheDaemon() {
    fault("seal-slow", "6");
    fault("miner-impatient", "1");
    long number = pledge();
    awaitJob(number, "Committing");
    fault("daemon-dies-at-start", "2");
    kill(".LotusMain daemon ");
    awaitCase(number, "WEDGED");
    clear();
    assertThat(status(number).path("LastErr").asText()).isEmpty();
    recover(number);
    awaitState(number, "Proving");
  }

  /** With a worker: a miner that computes it itself panics, and answers nobody. */
  @Test
  void aTicketOfNothingThatPanicsWhoeverComputes() {
    fault("seal-slow", "10");
    addWorker("panics", "AP,PC1,PC2");
    awaitState(pledge(), "PreCommit1");
    fault("ticket-null");
    long number = pledge();
    awaitCase(number, "NULL_TICKET");
    clear();
    recover(number);
    awaitState(number, "Proving");
    operator.types("seal-worker", "remove", "panics", "--now", "--rehearsal").expecting(0);
  }

  @Test
  void aMessageThatLandedWhileTheMinerDidNotLook() {
    long number = pledge();
    awaitState(number, "Proving");
    operator
        .types("rehearsal", "sector", Long.toString(number), "CommitAggregateWait", "--wedged")
        .expecting(0);
    awaitCase(number, "MESSAGE_LANDED");
    recover(number);
    awaitState(number, "Proving");
  }

  /** As one whose machine hangs: its service does not start it anew. */
  @Test
  void aJobOfAWorkerThatIsAwayAndComesBack() {
    fault("seal-slow", "20");
    addWorker("away", "AP,PC1");
    long number = pledgeToWorker();
    signal("STOP", "away");
    awaitCase(number, "WORKER_AWAY");
    String run = "sector-recover/rehearsal/" + number;
    Operator.Typed recovery =
        operator.starts("sector", "recover", Long.toString(number), "--rehearsal");
    awaitProblem(run, "SECTOR_WORKER_AWAY");
    clear();
    signal("CONT", "away");
    awaitState(number, "Proving");
    operator.types("run", "resume", run);
    recovery.ends(Duration.ofMinutes(1));
    operator.types("seal-worker", "remove", "away", "--now", "--rehearsal").expecting(0);
  }

  @Test
  void filesThatWereLostWithAWorker() throws IOException {
    addWorker("lost", "AP,PC1,PC2,C2");
    fault("seal-slow", "4");
    long number = pledgeToWorker();
    awaitState(number, "WaitSeed");
    killWorker("lost");
    FolderTree.delete(folder("lost"));
    clear();
    await().atMost(STANDS_WITHIN).until(() -> found(number).matches("FILES_LOST|FILES_AWAY"));
    assertThat(jobs(number)).isEmpty();
    Operator.Typed recovery =
        operator.starts("sector", "recover", Long.toString(number), "--rehearsal");
    awaitProblem("sector-recover/rehearsal/" + number, "SECTOR_FILES_(LOST|AWAY)");
    operator
        .types(
            "sector", "set-state", "" + number, "Removing", "--confirm", "" + number, "--rehearsal")
        .expecting(0);
    awaitState(number, "Removed");
    operator.types("run", "abort", "sector-recover/rehearsal/" + number);
    recovery.ends(Duration.ofMinutes(1));
  }

  private void fault(String... words) {
    String[] typed = new String[words.length + 2];
    typed[0] = "rehearsal";
    typed[1] = "fault";
    System.arraycopy(words, 0, typed, 2, words.length);
    operator.types(typed).expecting(0);
  }

  private void addWorker(String name, String tasks) {
    operator.types("seal-worker", "add", name, "--tasks", tasks, "--rehearsal").expecting(0);
  }

  private Path folder(String name) {
    return operator.rehearsal().resolve("worker-" + name);
  }

  /** By the miner itself: no batch looks after it. */
  private long pledge() {
    return ActOrdeal.miner(operator).call("PledgeSector").path("Number").asLong();
  }

  /** Two: the miner takes the one, and the worker the other. */
  private long pledgeToWorker() {
    List<Long> both = List.of(pledge(), pledge());
    AtomicLong its = new AtomicLong(-1);
    await()
        .atMost(STANDS_WITHIN)
        .until(
            () -> {
              ofOthers().stream()
                  .filter(job -> job.path("Task").asText().endsWith("precommit/1"))
                  .map(job -> job.path("Sector").path("Number").asLong())
                  .filter(both::contains)
                  .forEach(its::set);
              return its.get() >= 0;
            });
    return its.get();
  }

  /** Jobs that are not with the miner's own worker, told by its session. */
  private List<JsonNode> ofOthers() {
    List<JsonNode> jobs = new ArrayList<>();
    ActOrdeal.miner(operator).call("WorkerJobs").properties().stream()
        .filter(worker -> !worker.getKey().startsWith(LOCAL))
        .forEach(worker -> worker.getValue().forEach(jobs::add));
    return jobs;
  }

  private JsonNode status(long number) {
    return ActOrdeal.miner(operator).call("SectorsStatus", number, false);
  }

  private String jobs(long number) {
    StringBuilder jobs = new StringBuilder();
    for (JsonNode ofOne : ActOrdeal.miner(operator).call("WorkerJobs")) {
      for (JsonNode job : ofOne) {
        if (job.path("Sector").path("Number").asLong() == number) {
          jobs.append(job).append('\n');
        }
      }
    }
    return jobs.toString();
  }

  private void awaitState(long number, String state) {
    await()
        .atMost(SEALED_WITHIN)
        .ignoreExceptionsMatching(failed -> failed instanceof AssertionError)
        .untilAsserted(
            () ->
                assertThat(status(number).path("State").asText())
                    .as("%s", status(number))
                    .isEqualTo(state));
  }

  private void awaitJob(long number, String state) {
    awaitState(number, state);
    await().atMost(STANDS_WITHIN).until(() -> !jobs(number).isEmpty());
  }

  /** What a look at all sectors says of this one. */
  private String found(long number) {
    return operator
        .types("sector", "recover", "--rehearsal", "-o", "jsonl")
        .out()
        .lines()
        .map(OutsideRpc::json)
        .filter(one -> one.path("sector").path("number").asLong() == number)
        .map(one -> one.path("what").asText())
        .findFirst()
        .orElse("");
  }

  private void awaitCase(long number, String what) {
    await()
        .atMost(STANDS_WITHIN)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(found(number)).as("%s", status(number)).isEqualTo(what));
  }

  private void recover(long number) {
    operator.types("sector", "recover", Long.toString(number), "--rehearsal").expecting(0);
  }

  private void awaitProblem(String run, String problem) {
    await()
        .atMost(STANDS_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(operator.types("run", "show", run, "-o", "json").out())
                    .containsPattern(problem));
  }

  private void kill(String words) {
    ours()
        .filter(process -> (process.commandLine() + ' ').contains(words))
        .forEach(RecoveryRehearsalTest::kill);
  }

  private void signal(String signal, String worker) {
    ours()
        .filter(process -> (process.commandLine() + ' ').contains(" --name=" + worker + " "))
        .forEach(process -> signal(signal, process));
  }

  private static void signal(String signal, Living process) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(exit).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void killWorker(String name) {
    String folder = folder(name).toString();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              ours()
                  .filter(
                      process ->
                          process.commandLine().contains("worker-" + name) || process.knows(folder))
                  .forEach(RecoveryRehearsalTest::kill);
              return ours()
                  .noneMatch(process -> process.commandLine().contains("--name=" + name + " "));
            });
  }

  private static void kill(Living process) {
    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  private Stream<Living> ours() {
    return Living.of(Living.all(), operator.folder().toString()).stream();
  }
}
