package io.lotusflow.job;

import static io.lotusflow.job.Script.kill9;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.lotusflow.process.BundledScript;
import io.lotusflow.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobsTest {
  private static final JobKey KEY = JobKey.of("build/node-1", "Compile", "v1.36.2");
  private static final JobAsk ASK = new JobAsk("run-1/5", Instant.parse("2026-11-23T10:00:00Z"));
  private static final JobAsk LATER = new JobAsk("run-1/9", ASK.since().plusSeconds(60));

  @TempDir Path folder;
  private Script script;
  private Jobs jobs;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws IOException {
    script = new Script(Files.createDirectory(folder.resolve("work")));
    jobs = new Jobs(folder.resolve("jobs"), new SessionLauncher());
  }

  @AfterEach
  void leaveNothingRunning() {
    jobs.stop(KEY.owner(), KEY.step(), new JobAsk("end", Instant.now().plusSeconds(9)));
  }

  @Test
  void runsToItsEnd() {
    JobExit exit = run("echo one; echo two >&2; sleep 0.2; printf three; exit 3");
    assertThat(exit.code()).isEqualTo(3);
    assertThat(exit.took()).isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
    assertThat(lines).containsExactly("one", "two", "three");
    assertThat(exit.log()).hasContent("one\ntwo\nthree");
    assertThat(exit.lastLines()).isEqualTo("one\ntwo\nthree");
  }

  @Test
  void handsEachArgumentOverAsItIs() {
    List<String> odd =
        List.of("two words", "$HOME", "a'b\"c", "", "*", "line\nbreak", "`id`", "-n");
    List<String> argv =
        new ArrayList<>(
            List.of("sh", "-c", "for a in \"$@\"; do printf '<%s>' \"$a\"; done", "sh"));
    argv.addAll(odd);
    JobExit exit = run(JobSpec.of(KEY, script.folder(), argv), ASK);
    assertThat(exit.log()).hasContent("<" + String.join("><", odd) + ">");
  }

  @Test
  void inheritsNothingButWhatItIsGiven() {
    run(JobSpec.of(KEY, script.folder(), List.of("env")).with(Map.of("ONLY", "this")), ASK);
    assertThat(lines)
        .map(line -> line.substring(0, line.indexOf('=')))
        .contains("ONLY")
        .isSubsetOf("PATH", "HOME", "LANG", "ONLY", "LOTUSFLOW_JOB", "PWD", "OLDPWD", "SHLVL", "_");
    assertThat(lines).contains("PATH=" + io.lotusflow.process.Command.BASE_ENVIRONMENT.get("PATH"));
  }

  @Test
  void runsWhereItIsToldWithSignalsAndTerminalUntouched() throws IOException {
    run("pwd; grep SigIgn /proc/self/status; ps -o tty= -p $$");
    assertThat(lines.get(0)).isEqualTo(script.folder().toString());
    // What nohup or a shell's & made us ignore, no shell can take back.
    String ours = Files.readString(Path.of("/proc/self/status"));
    assertThat(endingSignals(lines.get(1)) & ~endingSignals(ours)).isZero();
    assertThat(lines.get(2).strip()).isEqualTo("?");
  }

  /** Those of HUP, INT, QUIT and TERM, bits 1, 2, 3 and 15, that a process ignores. */
  private static long endingSignals(String status) {
    Matcher ignored = Pattern.compile("SigIgn:\\s*(\\p{XDigit}+)").matcher(status);
    assertThat(ignored.find()).isTrue();
    return Long.parseUnsignedLong(ignored.group(1), 16) & 0x4007;
  }

  @Test
  void takesAsManyOpenFilesAsItMay() {
    run("ulimit -n");
    assertThat(Long.parseLong(lines.get(0))).isGreaterThanOrEqualTo(4096);
  }

  @Test
  void aGuestIsNice() {
    run(spec("ps -o ni= -p $$; ionice -p $$").asGuest(), ASK);
    assertThat(lines).map(String::strip).containsExactly("15", "best-effort: prio 7");
  }

  @Test
  void aCommandThatIsNotThereIsNotStarted() {
    assertThatThrownBy(() -> run(JobSpec.of(KEY, script.folder(), List.of("no-such-program")), ASK))
        .isInstanceOf(JobNotStarted.class)
        .hasMessageContaining("no program \"no-such-program\"");
  }

  @Test
  void attachesToWhatRuns() {
    JobSpec spec = spec("echo begun; until [ -e go ]; do sleep 0.05; done; echo done");
    CompletableFuture<JobExit> first = async(spec, ASK, new ArrayList<>());
    await().until(() -> script.starts() == 1);
    List<String> seenBySecond = new CopyOnWriteArrayList<>();
    CompletableFuture<JobExit> second = async(spec, ASK, seenBySecond);
    await().untilAsserted(() -> assertThat(seenBySecond).containsExactly("begun"));
    script.touch("go");
    assertThat(first.join()).isEqualTo(second.join());
    assertThat(script.starts()).isEqualTo(1);
    assertThat(seenBySecond).containsExactly("begun", "done");
  }

  @Test
  void manyAttemptsAtOnceInOneProcessStartItOnce() {
    JobSpec spec = spec("until [ -e go ]; do sleep 0.05; done");
    List<CompletableFuture<JobExit>> all =
        Stream.generate(() -> async(spec, ASK, new ArrayList<>())).limit(8).toList();
    await().until(() -> script.starts() > 0);
    script.touch("go");
    all.forEach(exit -> assertThat(exit.join().code()).isZero());
    assertThat(script.starts()).isEqualTo(1);
  }

  @Test
  void goesOnWhenItsFollowerLeaves() {
    JobSpec spec = spec("until [ -e go ]; do sleep 0.05; done; exit 4");
    leaveSoon(spec);
    long pid = script.pid("starts");
    assertThat(ProcessId.of(pid)).isPresent();
    script.touch("go");
    assertThat(run(spec, ASK).code()).isEqualTo(4);
    assertThat(script.starts()).isEqualTo(1);
  }

  @Test
  void handsOutAFailureThatNobodySawOnceAndThenStartsAnew() {
    JobSpec spec = spec("until [ -e go ]; do sleep 0.05; done; exit 4");
    leaveSoon(spec);
    script.touch("go");
    await().until(() -> jobs.look(KEY).orElseThrow().phase() == JobState.Phase.ENDED);
    assertThat(run(spec, ASK).code()).isEqualTo(4);
    assertThat(script.starts()).isEqualTo(1);
    assertThat(run(spec, ASK).code()).isEqualTo(4);
    assertThat(script.starts()).isEqualTo(2);
  }

  @Test
  void aSuccessStaysForTheSameAskAndIsNothingToALaterOne() {
    JobSpec spec = spec("true");
    run(spec, ASK);
    run(spec, ASK);
    assertThat(script.starts()).isEqualTo(1);
    run(spec, LATER);
    assertThat(script.starts()).isEqualTo(2);
  }

  @Test
  void aSuccessThatDidNotStandUpToACheckIsForgotten() {
    JobSpec spec = spec("true");
    run(spec, ASK);
    jobs.forget(KEY);
    run(spec, ASK);
    assertThat(script.starts()).isEqualTo(2);
  }

  @Test
  void startsAnewWhenTheWrapperWasKilledAndEndsItsTreeFirst() {
    CompletableFuture<JobExit> exit =
        async(spec("[ -e a.pid ] && exit 0; " + "echo $$ >a.pid; sleep 300; exit 1"), ASK, lines);
    await().until(() -> script.lives("a.pid"));
    kill9(jobs.look(KEY).orElseThrow().pid());
    assertThat(exit.join().code()).isZero();
    assertThat(script.starts()).isEqualTo(2);
    assertThat(script.lives("a.pid")).isFalse();
    assertThat(jobs.look(KEY).orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void reportsTheSignalThatEndedTheCommand() {
    CompletableFuture<JobExit> exit = async(spec("sleep 300"), ASK, lines);
    await().until(() -> script.pid("starts") != 0);
    kill9(script.pid("starts"));
    assertThat(exit.join().code()).isEqualTo(128 + 9);
    assertThat(script.starts()).isEqualTo(1);
  }

  @Test
  void lastProcessOfTheTreeKilledIsForTheCommandToReport() {
    CompletableFuture<JobExit> exit =
        async(spec("sh -c 'echo $$ >c.pid; sleep 300; true'; exit 7"), ASK, lines);
    await().until(() -> script.lives("c.pid"));
    kill9(script.pid("c.pid"));
    assertThat(exit.join().code()).isEqualTo(7);
  }

  @Test
  void startsAnewWhenTheWholeTreeWasKilledButNotForEver() {
    CompletableFuture<JobExit> exit = async(spec("sleep 300"), ASK, lines);
    for (int start = 1; start <= 3; start++) {
      int nth = start;
      await().until(() -> script.starts() == nth);
      await().until(() -> jobs.look(KEY).orElseThrow().phase() == JobState.Phase.RUNNING);
      long command = script.pid("starts");
      kill9(jobs.look(KEY).orElseThrow().pid());
      kill9(command);
    }
    assertThatThrownBy(exit::join).hasCauseInstanceOf(JobVanished.class);
    assertThat(script.starts()).isEqualTo(3);
  }

  @Test
  void startsAnewAfterAReboot() throws IOException {
    JobSpec spec = spec("[ -e a.pid ] && exit 0; echo $$ >a.pid; sleep 300");
    leaveSoon(spec);
    Path process = jobs.look(KEY).orElseThrow().log().resolveSibling("process");
    Files.writeString(
        process, Files.readString(process).replace(ProcessId.currentBoot(), "the-boot-before"));
    assertThat(jobs.look(KEY).orElseThrow().phase()).isEqualTo(JobState.Phase.VANISHED);
    assertThat(run(spec, ASK).code()).isZero();
    assertThat(script.starts()).isEqualTo(2);
  }

  @Test
  void isNotMistakenForAProcessThatGotItsNumber() throws IOException {
    leaveSoon(spec("sleep 300"));
    Path process = jobs.look(KEY).orElseThrow().log().resolveSibling("process");
    String[] words = Files.readString(process).strip().split(" ", -1);
    Files.writeString(process, words[0] + ' ' + (Long.parseLong(words[1]) - 1) + ' ' + words[2]);
    assertThat(jobs.look(KEY).orElseThrow().phase()).isEqualTo(JobState.Phase.VANISHED);
  }

  @Test
  void endsWhatTheCommandLeavesRunning() {
    run("setsid sleep 300 & echo $! >c.pid; true");
    assertThat(script.lives("c.pid")).isFalse();
  }

  @Test
  void stopEndsTheWholeTreeAlsoWhatChangedItsSession() {
    CompletableFuture<JobExit> exit = async(tree(), ASK, lines);
    await().until(script::treeLives);
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    assertThat(script.treeIsGone()).isTrue();
    assertThatThrownBy(exit::join).hasCauseInstanceOf(JobStopped.class);
    assertThat(jobs.look(KEY).orElseThrow().phase()).isEqualTo(JobState.Phase.STOPPED);
  }

  @Test
  void stopAsksBeforeItKills() {
    inBackground(
        spec("trap 'echo asked >asked; exit 0' TERM; echo $$ >a.pid; while :; do sleep 0.1; done"));
    await().until(() -> script.lives("a.pid"));
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    assertThat(script.has("asked")).isTrue();
  }

  @Test
  void stopFindsGrandchildrenThatClosedTheirFilesAndLeftTheirSession() {
    inBackground(spec("setsid sh -c 'exec 9>&-; echo $$ >c.pid; sleep 300; true' & sleep 300"));
    await().until(() -> script.lives("c.pid"));
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    assertThat(script.lives("c.pid")).isFalse();
  }

  @Test
  void stopFindsGrandchildrenThatScrubbedTheirEnvironmentAndLeftTheirSession() {
    inBackground(
        spec("setsid env -i /bin/sh -c 'echo $$ >c.pid; /bin/sleep 300; true' & sleep 300"));
    await().until(() -> script.lives("c.pid"));
    kill9(script.pid("starts"));
    await().until(() -> jobs.look(KEY).orElseThrow().phase() == JobState.Phase.ENDED);
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    assertThat(script.lives("c.pid")).isFalse();
  }

  @Test
  void stopOfWhatDoesNotRunOrASecondTimeDoesNothing() {
    jobs.stop(KEY.owner(), KEY.step(), ASK);
    run(spec("true"), LATER);
    jobs.stop(KEY.owner(), KEY.step(), new JobAsk("x", LATER.since().plusSeconds(1)));
    jobs.stop(KEY.owner(), KEY.step(), new JobAsk("x", LATER.since().plusSeconds(1)));
    assertThat(jobs.look(KEY).orElseThrow().phase()).isEqualTo(JobState.Phase.ENDED);
  }

  @Test
  void aStartThatWasAskedForBeforeTheStopAndComesLateIsRefused() {
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    assertThatThrownBy(() -> run(spec("true"), ASK)).isInstanceOf(JobStopped.class);
    assertThat(script.starts()).isZero();
  }

  @Test
  void aStepThatIsScheduledAfterTheStopMayStart() {
    jobs.stop(KEY.owner(), KEY.step(), ASK);
    assertThat(run(spec("true"), LATER).code()).isZero();
  }

  @Test
  void stopReachesAWrapperWhoseStarterDiedBeforeItBegan() throws Exception {
    // As it stands on disk when a worker is killed just after it launched the wrapper.
    JobFolder job = JobFolder.of(folder.resolve("jobs"), KEY);
    Attempt attempt = job.next();
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    Process late =
        new ProcessBuilder(
                List.of(
                    "sh",
                    BundledScript.install(Jobs.class, "job.sh", folder.resolve("scripts"))
                        .toString(),
                    attempt.folder().toString(),
                    job.lock().toString(),
                    "NORMAL",
                    "/usr/bin/touch",
                    script.folder().resolve("ran").toString()))
            .start();
    assertThat(late.waitFor()).isEqualTo(75);
    assertThat(script.has("ran")).isFalse();
  }

  @Test
  void twoWrappersOfOneAttemptBeginOnce() throws Exception {
    JobFolder job = JobFolder.of(folder.resolve("jobs"), KEY);
    Attempt attempt = job.next();
    List<String> argv =
        new ArrayList<>(
            List.of(
                "sh",
                BundledScript.install(Jobs.class, "job.sh", folder.resolve("scripts")).toString(),
                attempt.folder().toString(),
                job.lock().toString(),
                "NORMAL",
                "/bin/sh"));
    argv.addAll(script.counting("sleep 0.3").subList(1, 5));
    List<Process> wrappers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      wrappers.add(new ProcessBuilder(argv).start());
    }
    List<Integer> codes = new ArrayList<>();
    for (Process wrapper : wrappers) {
      codes.add(wrapper.waitFor());
    }
    assertThat(codes).containsExactlyInAnyOrder(0, 75, 75, 75);
    assertThat(script.starts()).isEqualTo(1);
  }

  @Test
  void aTruncatedOrEmptyExitFileIsNoVerdict() throws IOException {
    leaveSoon(spec("[ -e again ] && exit 0; touch again; sleep 300"));
    JobState state = jobs.look(KEY).orElseThrow();
    Files.writeString(state.log().resolveSibling("exit"), "");
    assertThat(jobs.look(KEY).orElseThrow().phase()).isEqualTo(JobState.Phase.RUNNING);
  }

  @Test
  void keepsSecretsOutOfEveryFileArgumentListAndLine() throws IOException {
    JobSpec spec =
        spec("echo \"token is $TOKEN\"; until [ -e go ]; do sleep 0.05; done")
            .withSecret("TOKEN", "pl4nted-secret");
    CompletableFuture<JobExit> exit = async(spec, ASK, lines);
    await().until(() -> !lines.isEmpty());
    assertThat(lines).containsExactly("token is [redacted]");
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      assertThat(commandLine(process)).doesNotContain("pl4nted-secret");
    }
    try (Stream<Path> files = Files.walk(folder.resolve("jobs"))) {
      for (Path file :
          files.filter(f -> !f.endsWith("log")).filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("pl4nted-secret");
      }
    }
    assertThat(Files.getPosixFilePermissions(folder.resolve("jobs")))
        .containsExactlyInAnyOrder(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE);
    script.touch("go");
    exit.join();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }

  @Test
  void cutsTheLogUnderAChattyWriter() throws IOException {
    JobSpec spec =
        spec("i=0; until [ -e go ]; do i=$((i+1)); echo line $i; done; echo the end")
            .withLogLimit(200_000);
    // Hundreds of thousands of lines: the list of the other tests copies itself for each.
    List<String> many = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<JobExit> exit = async(spec, ASK, many);
    Path log = folder.resolve("jobs/build_node-1-" + JobKey.digest(KEY.owner()));
    await().atMost(Duration.ofSeconds(30)).until(() -> find(log, "log.1").isPresent());
    script.touch("go");
    Path cut = exit.join().log();
    assertThat(Files.readAllLines(cut).get(0)).startsWith("--- lotusflow: this log grew beyond");
    assertThat(Files.readAllLines(cut)).endsWith("the end");
    assertThat(many).endsWith("the end");
    assertThat(Files.size(LogLimit.older(cut))).isBetween(50_000L, 400_000L);
    assertThat(Files.readString(cut)).doesNotContain("\0");
  }

  private static java.util.Optional<Path> find(Path under, String name) {
    try (Stream<Path> files = Files.exists(under) ? Files.walk(under) : Stream.empty()) {
      return files.filter(file -> file.endsWith(name)).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void keepsTheLastAttemptsOnly() {
    for (int i = 0; i < 6; i++) {
      run("exit 1");
    }
    assertThat(JobFolder.of(folder.resolve("jobs"), KEY).attempts())
        .map(Attempt::number)
        .containsExactly(4, 5, 6);
  }

  @Test
  void reapsJobsWhoseRunIsOver() {
    inBackground(tree());
    await().until(script::treeLives);
    jobs.reap(owner -> true, Duration.ZERO);
    assertThat(script.treeLives()).isTrue();
    kill9(jobs.look(KEY).orElseThrow().pid());
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    jobs.reap(owner -> false, Duration.ofHours(1));
    assertThat(jobs.list()).hasSize(1);
    jobs.reap(owner -> fail("nobody asks again for " + owner), Duration.ofHours(1));
    jobs.reap(owner -> false, Duration.ofHours(-1));
    assertThat(jobs.list()).isEmpty();
    assertThat(Folders.in(folder.resolve("jobs"))).isEmpty();
  }

  @Test
  void endsAJobWhoseRunWasTerminated() {
    leaveSoon(tree());
    await().until(script::treeLives);
    jobs.reap(owner -> !owner.equals(KEY.owner()), Duration.ofHours(1));
    assertThat(script.treeIsGone()).isTrue();
  }

  @Test
  void cutsTheLogOfAJobThatNobodyFollows() {
    leaveSoon(spec("until [ -e go ]; do seq 100; done").withLogLimit(10_000));
    Path log = jobs.look(KEY).orElseThrow().log();
    await().until(() -> Files.size(log) > 10_000);
    jobs.reap(owner -> true, Duration.ofHours(1));
    assertThat(LogLimit.older(log)).exists();
    script.touch("go");
  }

  @Test
  void listsWhatThereIs() {
    run("exit 3");
    assertThat(jobs.list())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.key()).isEqualTo(KEY);
              assertThat(state.phase()).isEqualTo(JobState.Phase.ENDED);
              assertThat(state.code()).hasValue(3);
              assertThat(state.argv()).first().isEqualTo("sh");
            });
  }

  @Test
  void noticesTheEndWithin50Milliseconds() {
    // The best series' median: what other tests do to the machine must not fail this one.
    List<Long> medians =
        IntStream.range(0, 5).mapToObj(series -> medianLateness(series * 10, 10)).toList();
    assertThat(medians).as("ms").anyMatch(median -> median <= 50);
  }

  private long medianLateness(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToLong(this::lateness)
        .sorted()
        .skip(count / 2)
        .findFirst()
        .orElseThrow();
  }

  /** How many milliseconds after its end a job is known to have ended. */
  private long lateness(int number) {
    JobKey key = JobKey.of(KEY.owner(), KEY.step(), number);
    JobSpec spec = JobSpec.of(key, script.folder(), List.of("sh", "-c", "sleep 0.05; date +%s%N"));
    long ended = Long.parseLong(run(spec, ASK).lastLines());
    Instant now = Instant.now();
    return (now.getEpochSecond() * 1_000_000_000 + now.getNano() - ended) / 1_000_000;
  }

  private JobSpec spec(String script) {
    return JobSpec.of(KEY, this.script.folder(), this.script.counting(script));
  }

  private JobSpec tree() {
    return JobSpec.of(KEY, script.folder(), script.tree());
  }

  private JobExit run(String script) {
    return run(spec(script), ASK);
  }

  private JobExit run(JobSpec spec, JobAsk ask) {
    return jobs.run(spec, ask, lines::add, state -> {});
  }

  private CompletableFuture<JobExit> async(JobSpec spec, JobAsk ask, List<String> lines) {
    return CompletableFuture.supplyAsync(
        () -> jobs.run(spec, ask, lines::add, state -> {}), task -> new Thread(task).start());
  }

  private void inBackground(JobSpec spec) {
    Thread follower = new Thread(new FutureTask<>(() -> run(spec, ASK)));
    follower.setDaemon(true);
    follower.start();
  }

  /** Starts it and leaves as soon as it runs, like a worker that is shut down. */
  private void leaveSoon(JobSpec spec) {
    assertThatThrownBy(
            () ->
                jobs.run(
                    spec,
                    ASK,
                    line -> {},
                    state -> {
                      if (script.starts() > 0) {
                        throw new IllegalStateException("leaving");
                      }
                    }))
        .hasMessage("leaving");
  }
}
