package io.lotusflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Programs programs = new Programs();
  @TempDir Path folder;

  @Test
  void returnsWhatTheProgramPrinted() {
    Output output =
        programs.run(Command.of(LONG, "sh", "-c", "echo out; echo err >&2; exit 3").accepting(3));
    assertThat(output).isEqualTo(new Output(3, "out\n", "err\n", false));
  }

  @Test
  void handsEachArgumentOverAsItIs() {
    List<String> odd =
        List.of("two words", "$HOME", "a'b\"c", "", "*", "line\nbreak", "${x}", "`id`");
    Command command =
        Command.of(LONG, "sh", "-c", "for a in \"$@\"; do printf '<%s>' \"$a\"; done", "sh");
    List<String> argv = new java.util.ArrayList<>(command.argv());
    argv.addAll(odd);
    assertThat(programs.run(Command.of(LONG, argv)).stdout())
        .isEqualTo("<" + String.join("><", odd) + ">");
  }

  @Test
  void inheritsNothingFromOurEnvironment() {
    assertThat(programs.run(Command.of(LONG, "env").with(Map.of("ONLY", "this"))).stdout().lines())
        .map(line -> line.substring(0, line.indexOf('=')))
        .containsExactlyInAnyOrder("PATH", "HOME", "LANG", "ONLY", "LOTUSFLOW_COMMAND");
  }

  @Test
  void runsInTheGivenFolderAndReadsItsInput() {
    assertThat(
            programs
                .run(Command.of(LONG, "sh", "-c", "pwd; cat").in(folder).reading("given"))
                .stdout())
        .isEqualTo(folder + "\ngiven");
  }

  @Test
  void doesNotWaitForInputThatNobodyGives() {
    assertThat(programs.run(Command.of(LONG, "cat")).stdout()).isEmpty();
  }

  @Test
  void tellsCommandExitWhatWasAllowedAndTheLastLines() {
    CommandFailed failed =
        catchThrowableOfType(
            CommandFailed.class,
            () -> programs.run(Command.of(LONG, "sh", "-c", "seq 100; echo broken >&2; exit 4")));
    assertThat(failed)
        .hasMessageContaining("sh -c")
        .hasMessageContaining("exit 4, allowed is [0]")
        .hasMessageEndingWith("99\n100\n\nbroken")
        .hasMessageNotContaining("\n50\n");
    assertThat(failed.output().orElseThrow().exit()).isEqualTo(4);
  }

  @Test
  void neverPrintsTheEnvironmentOrTheInput() {
    Command command =
        Command.of(LONG, "false").with(Map.of("TOKEN", "s3cret-value")).reading("s3cret-input");
    assertThatThrownBy(() -> programs.run(command)).hasMessageNotContaining("s3cret");
    assertThat(command.toString()).doesNotContain("s3cret");
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    assertThatThrownBy(() -> programs.run(Command.of(LONG, "no-such-program-here")))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("no program \"no-such-program-here\" on the path");
  }

  @Test
  void saysThatThereIsNoSuchFolder() {
    assertThatThrownBy(() -> programs.run(Command.of(LONG, "true").in(folder.resolve("gone"))))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("cannot be started");
  }

  @Test
  void keepsTheEndOfAVeryLongOutput() {
    Output output = programs.run(Command.of(LONG, "sh", "-c", "seq 3000000"));
    assertThat(output.truncated()).isTrue();
    assertThat(output.stdout()).endsWith("\n3000000\n").hasSizeLessThanOrEqualTo(4 << 20);
  }

  @Test
  void endsTheWholeTreeAfterTheTimeout() {
    Command command = Command.of(Duration.ofMillis(300), tree());
    assertThatThrownBy(() -> programs.run(command))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("did not end within 0.3 s");
    assertTreeIsGone();
  }

  @Test
  void endsTheWholeTreeWhenTheHeartbeatThrows() {
    AtomicInteger beats = new AtomicInteger();
    assertThatThrownBy(
            () ->
                programs.run(
                    Command.of(LONG, tree()),
                    () -> {
                      if (beats.incrementAndGet() > 1) {
                        throw new IllegalStateException("cancelled");
                      }
                    }))
        .hasMessage("cancelled");
    assertTreeIsGone();
  }

  @Test
  void endsTheWholeTreeWhenInterrupted() throws InterruptedException {
    AtomicInteger cancelled = new AtomicInteger();
    Thread thread =
        new Thread(
            () -> {
              try {
                programs.run(Command.of(LONG, tree()));
              } catch (CancellationException e) {
                cancelled.incrementAndGet();
              }
            });
    thread.start();
    await().until(() -> pids().size() == 3);
    thread.interrupt();
    thread.join(10_000);
    assertThat(cancelled).hasValue(1);
    assertTreeIsGone();
  }

  @Test
  void endsWhatAProgramLeavesBehind() {
    String leaves = "setsid sleep 300 >/dev/null 2>&1 & echo $! >" + folder + "/a.pid; echo done";
    assertThat(programs.run(Command.of(LONG, "sh", "-c", leaves)).stdout()).isEqualTo("done\n");
    assertTreeIsGone();
  }

  @Test
  void doesNotHangOnAChildThatKeepsTheOutputOpen() {
    String leaves = "setsid sleep 300 & echo $! >" + folder + "/a.pid; echo done";
    assertThat(programs.run(Command.of(LONG, "sh", "-c", leaves)).stdout()).isEqualTo("done\n");
    assertTreeIsGone();
  }

  @Test
  void killsWhatDoesNotListen() {
    Command deaf =
        Command.of(
                Duration.ofMillis(300),
                "sh",
                "-c",
                "trap '' TERM; echo $$ >a.pid; while :; do sleep 300; done")
            .in(folder);
    assertThatThrownBy(() -> programs.run(deaf)).isInstanceOf(CommandFailed.class);
    assertTreeIsGone();
  }

  @Test
  void costsFewMilliseconds() {
    programs.run(Command.of(LONG, "true"));
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      programs.run(Command.of(LONG, "true"));
      best = Math.min(best, System.nanoTime() - start);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(20));
  }

  /** A shell, a child, and a grandchild in a session of its own; each leaves its pid. */
  private List<String> tree() {
    return List.of(
        "sh",
        "-c",
        "cd \"$1\"; echo $$ >a.pid; sh -c 'echo $$ >b.pid; setsid sh -c \"echo \\$\\$ >c.pid; sleep 300; true\"; true'; true",
        "sh",
        folder.toString());
  }

  private List<Long> pids() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".pid") && file.toFile().length() > 1)
          .map(ProgramsTest::pid)
          .toList();
    }
  }

  private static long pid(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void assertTreeIsGone() {
    try {
      assertThat(pids()).isNotEmpty().allSatisfy(pid -> assertThat(ProcessId.of(pid)).isEmpty());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
