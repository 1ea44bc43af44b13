package io.lotusflow.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * The one place that starts short programs. Whichever way it is left, the whole process tree is
 * gone.
 */
public final class Programs {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int OUTPUT_LIMIT = 4 << 20;
  private static final int LINES_SHOWN = 20;
  private static final String TAG = "LOTUSFLOW_COMMAND";

  /** Runs a command that needs no heartbeat: it takes a second or two. */
  public Output run(Command command) {
    return run(command, () -> {});
  }

  /**
   * Runs the command to its end.
   *
   * @param heartbeat called at least once a second; what it throws ends the command and comes out
   *     of here
   * @throws CommandFailed if it cannot be started, takes longer than its timeout, or ends with a
   *     code that was not allowed
   */
  public Output run(Command command, Runnable heartbeat) {
    Running running = new Running(command);
    running.start();
    try {
      running.await(heartbeat);
    } finally {
      running.end();
    }
    return running.result();
  }

  /** One run of one command. */
  private static final class Running implements ExecuteResultHandler {
    private final Command command;
    private final String id = UUID.randomUUID().toString();
    private final long startedNanos = System.nanoTime();
    private final BoundedOutput stdout = new BoundedOutput(OUTPUT_LIMIT);
    private final BoundedOutput stderr = new BoundedOutput(OUTPUT_LIMIT);
    private final CompletableFuture<Process> launched = new CompletableFuture<>();

    /** Completes when the program has ended and all of its output was read. */
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    Running(Command command) {
      this.command = command;
    }

    void start() {
      DefaultExecutor executor = new LaunchTellingExecutor();
      executor.setExitValues(null);
      PumpStreamHandler pumps = new PumpStreamHandler(stdout, stderr, input());
      pumps.setStopTimeout(GRACE);
      executor.setStreamHandler(pumps);
      List<String> argv = argv();
      CommandLine line = new CommandLine(argv.get(0));
      argv.stream().skip(1).forEach(argument -> line.addArgument(argument, false));
      Map<String, String> environment = new TreeMap<>(command.environment());
      environment.put(TAG, id);
      try {
        executor.execute(line, environment, this);
        launched.join();
      } catch (IOException | CompletionException e) {
        throw new CommandFailed(
            command + ": cannot be started: " + e.getMessage(), Optional.empty(), e);
      }
    }

    private InputStream input() {
      return new ByteArrayInputStream(command.input().orElse("").getBytes(StandardCharsets.UTF_8));
    }

    /** In a session of its own: no terminal to ask on, and all of it can be found again. */
    private List<String> argv() {
      List<String> wanted = command.asRoot() ? Sudo.prefix(command.argv()) : command.argv();
      Path program =
          Executables.find(wanted.get(0), command.environment())
              .orElseThrow(
                  () ->
                      new CommandFailed(
                          command + ": no program \"" + wanted.get(0) + "\" on the path",
                          Optional.empty(),
                          null));
      List<String> argv = new ArrayList<>(List.of("setsid", program.toString()));
      argv.addAll(wanted.subList(1, wanted.size()));
      return argv;
    }

    /** Not by {@code onExit}, which needs a thread of a pool that others may have blocked. */
    void await(Runnable heartbeat) {
      Process process = launched.join();
      do {
        heartbeat.run();
        if (elapsed().compareTo(command.timeout()) > 0) {
          throw failure("did not end within " + seconds(command.timeout()), Optional.empty());
        }
      } while (!ended(process));
    }

    private static boolean ended(Process process) {
      try {
        return process.waitFor(BEAT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }

    /** Ends what is left: all of it if we leave early, else only what outlived the program. */
    void end() {
      Process process = launched.join();
      if (process.isAlive()) {
        tree(ProcessId.of(process.pid())).end(GRACE, () -> {});
      } else {
        tree(Optional.empty()).sweep(process.pid());
      }
      ended.join();
    }

    private ProcessTree tree(Optional<ProcessId> leader) {
      return new ProcessTree(TAG, id, Optional.empty(), leader);
    }

    Output result() {
      Output output =
          new Output(
              ended.join(), stdout.text(), stderr.text(), stdout.truncated() || stderr.truncated());
      if (!command.okExits().contains(output.exit())) {
        throw failure(
            "exit " + output.exit() + ", allowed is " + command.okExits(), Optional.of(output));
      }
      return output;
    }

    private CommandFailed failure(String what, Optional<Output> output) {
      String said = (stdout.text() + '\n' + stderr.text()).strip();
      List<String> lines = said.lines().toList();
      String last =
          String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
      return new CommandFailed(
          command + ": " + what + " (after " + seconds(elapsed()) + ")\n" + last, output, null);
    }

    private Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private static String seconds(Duration time) {
      return time.toMillis() / 1000.0 + " s";
    }

    @Override
    public void onProcessComplete(int code) {
      ended.complete(code);
    }

    @Override
    public void onProcessFailed(ExecuteException e) {
      launched.completeExceptionally(e);
      ended.complete(e.getExitValue());
    }

    /** commons-exec keeps the process to itself; we need to know which tree to end. */
    private final class LaunchTellingExecutor extends DefaultExecutor {
      @SuppressWarnings("deprecation") // its builder makes none of a subclass
      LaunchTellingExecutor() {}

      @Override
      protected Process launch(CommandLine line, Map<String, String> environment, Path directory)
          throws IOException {
        Path in = command.workingDirectory().orElse(directory);
        Process process = super.launch(line, environment, in);
        launched.complete(process);
        return process;
      }
    }
  }
}
