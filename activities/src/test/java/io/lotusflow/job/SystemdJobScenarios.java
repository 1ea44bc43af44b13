package io.lotusflow.job;

import static io.lotusflow.job.Script.kill9;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.service.SystemdLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is tried beside a real systemd; see {@link SystemdLauncherTest}. */
final class SystemdJobScenarios {
  private static final JobKey KEY = JobKey.of("build/node-1", "Compile", "v1.36.2");
  private static final JobAsk ASK = new JobAsk("run-1/5", Instant.parse("2026-11-23T10:00:00Z"));
  private static final JobAsk LATER = new JobAsk("run-1/9", ASK.since().plusSeconds(60));
  private static final Map<String, String> ODD =
      Map.of("ODD", "a \"b\" $c `d` \\e %h 'f' #g", "LINES", "one\ntwo", "EMPTY", "");

  private final Script script;
  private final Jobs jobs;
  private final List<String> lines = new ArrayList<>();

  private SystemdJobScenarios(Path folder) throws IOException {
    script = new Script(Files.createDirectory(folder.resolve("work")));
    jobs = new Jobs(folder.resolve("jobs"));
  }

  public static void main(String[] arguments) {
    SystemdLab.exitAfter(
        () -> {
          SystemdJobScenarios scenarios = new SystemdJobScenarios(Path.of(arguments[1]));
          switch (arguments[0]) {
            case "runs" -> scenarios.runsAsATransientUnit();
            case "environment" -> scenarios.handsOverItsEnvironmentInPrivate();
            case "stop" -> scenarios.stopEndsEvenWhatHidItself();
            case "wrapper" -> scenarios.startsAnewWhenTheWrapperWasKilled();
            case "full" -> scenarios.aFullDiskIsForTheCommandToReport();
            case "guest" -> scenarios.aGuestHasLittleWeight();
            default -> throw new IllegalArgumentException(arguments[0]);
          }
        });
  }

  private JobSpec spec(String text) {
    return JobSpec.of(KEY, script.folder(), script.counting(text));
  }

  private JobExit run(JobSpec spec) {
    return jobs.run(spec, ASK, lines::add, state -> {});
  }

  private CompletableFuture<JobExit> async(JobSpec spec) {
    return CompletableFuture.supplyAsync(() -> run(spec), task -> new Thread(task).start());
  }

  private void runsAsATransientUnit() throws IOException {
    CompletableFuture<JobExit> exit =
        async(
            spec(
                "pwd; ulimit -n; echo $HOME; cat /proc/$$/cgroup; until [ -e go ]; do sleep 0.05; done; exit 3"));
    await().until(() -> script.starts() == 1);
    assertThat(shell("systemctl list-units --plain 'lotusflow-*'"))
        .contains(".Compile." + KEY.inputs() + "-1.service loaded active running");
    script.touch("go");
    assertThat(exit.join().code()).isEqualTo(3);
    assertThat(lines.get(0)).isEqualTo(script.folder().toString());
    assertThat(Long.parseLong(lines.get(1))).isGreaterThanOrEqualTo(4096);
    assertThat(lines.get(2)).isEqualTo(System.getProperty("user.home"));
    assertThat(String.join("\n", lines)).contains("system.slice/lotusflow-");
    await()
        .until(
            () -> !shell("systemctl list-units --all --plain 'lotusflow-*'").contains(".Compile."));
    assertThat(run(spec("exit 3")).code()).isEqualTo(3);
    assertThat(jobs.look(KEY).orElseThrow().attempt()).isEqualTo(2);
  }

  private void handsOverItsEnvironmentInPrivate() throws IOException {
    JobSpec spec =
        spec("printf '%s|%s|%s' \"$ODD\" \"$LINES\" \"${EMPTY-unset}\" >seen; echo $TOKEN >token; until [ -e go ]; do sleep 0.05; done")
            .with(ODD)
            .withSecret("TOKEN", "pl4nted-secret");
    CompletableFuture<JobExit> exit = async(spec);
    await().until(() -> !script.lines("token").isEmpty());
    assertThat(script.folder().resolve("seen")).hasContent(ODD.get("ODD") + "|one\ntwo|");
    assertThat(script.lines("token")).containsExactly("pl4nted-secret");
    assertThat(shell("systemctl show 'lotusflow-*'; systemctl cat 'lotusflow-*'; ps axww"))
        .contains("Compile")
        .doesNotContain("pl4nted-secret");
    await().until(() -> jobs.look(KEY).orElseThrow().phase() == JobState.Phase.RUNNING);
    await()
        .until(
            () ->
                shell("grep -rl pl4nted-secret " + script.folder().resolveSibling("jobs"))
                    .isEmpty());
    script.touch("go");
    assertThat(exit.join().code()).isZero();
  }

  /**
   * What no look at processes could tell: out of the session, without our marks, without its
   * parent.
   */
  private void stopEndsEvenWhatHidItself() {
    CompletableFuture<JobExit> exit =
        async(
            spec(
                "(setsid env -i /bin/sh -c 'exec 9>&-; echo $$ >c.pid; /bin/sleep 300; true' &) ; echo $$ >a.pid; sleep 300; true"));
    await().until(() -> script.lives("a.pid") && script.lives("c.pid"));
    jobs.stop(KEY.owner(), KEY.step(), LATER);
    assertThat(script.lives("a.pid")).isFalse();
    assertThat(script.lives("c.pid")).isFalse();
    assertThatThrownBy(exit::join).hasCauseInstanceOf(JobStopped.class);
    jobs.stop(KEY.owner(), KEY.step(), LATER);
  }

  private void startsAnewWhenTheWrapperWasKilled() {
    CompletableFuture<JobExit> exit =
        async(spec("[ -e a.pid ] && exit 0; echo $$ >a.pid; sleep 300; exit 1"));
    await().until(() -> script.lives("a.pid"));
    kill9(jobs.look(KEY).orElseThrow().pid());
    assertThat(exit.join().code()).isZero();
    assertThat(script.starts()).isEqualTo(2);
    assertThat(script.lives("a.pid")).isFalse();
  }

  /** The folder of the jobs is a disk of one MiB; its mount is seen here only. */
  private void aFullDiskIsForTheCommandToReport() throws IOException {
    Path small = Files.createDirectory(script.folder().resolveSibling("jobs"));
    shell("mount -t tmpfs -o size=1m tmpfs " + small);
    JobExit exit = run(spec("seq 1000000; echo wrote >wrote; exit 5"));
    assertThat(script.has("wrote")).isTrue();
    assertThat(Files.size(exit.log())).isLessThan(1 << 20);
    assertThat(exit.code()).isEqualTo(5);
    shell("umount " + small);
  }

  private void aGuestHasLittleWeight() throws IOException {
    CompletableFuture<JobExit> exit = async(spec("until [ -e go ]; do sleep 0.05; done").asGuest());
    await().until(() -> script.starts() == 1);
    assertThat(shell("systemctl show 'lotusflow-*'")).contains("CPUWeight=10", "IOWeight=10");
    script.touch("go");
    assertThat(exit.join().code()).isZero();
  }

  private static String shell(String script) {
    return new Programs()
        .run(Command.of(Duration.ofSeconds(30), "sh", "-c", script).accepting(0, 1, 2))
        .stdout();
  }
}
