package io.lotusflow.worker;

import io.lotusflow.home.LiveProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A process that is started again whenever it ends. It has a session of its own and writes into a
 * file, so it outlives the supervisor, and the next one finds it.
 */
final class Kept {

  /** One that ends sooner than this did not really run. */
  private static final Duration QUICK = Duration.ofSeconds(10);

  /** So many quick ends are forgiven; from then on the pause doubles each time. */
  private static final int FORGIVEN = 3;

  private static final int LONGEST_PAUSE_SECONDS = 60;

  private final String name;
  private final List<String> commandLine;
  private final Map<String, String> environment;
  private final LogFile log;
  private final Path folder;
  private final Supplier<Optional<LiveProcess>> living;

  private Optional<LiveProcess> process = Optional.empty();
  private long since;
  private long notBefore;
  private int quickEnds;

  /**
   * @param environment variables beside those of this process
   * @param living finds one that runs already, whoever started it
   */
  Kept(
      String name,
      List<String> commandLine,
      Map<String, String> environment,
      LogFile log,
      Path folder,
      Supplier<Optional<LiveProcess>> living) {
    this.name = name;
    this.commandLine = List.copyOf(commandLine);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.folder = folder;
    this.living = living;
    this.notBefore = System.nanoTime();
  }

  Optional<LiveProcess> process() {
    return process;
  }

  /** Set while it ends again and again. */
  Optional<String> trouble() {
    return quickEnds < FORGIVEN
        ? Optional.empty()
        : Optional.of(
            "the %s ended %d times within %d s of its start; it said: %s (%s)"
                .formatted(name, quickEnds, QUICK.toSeconds(), log.lastWords(), log.path()));
  }

  /** Looks after it. Says whether anything changed. */
  boolean tend() {
    log.rotate();
    if (process.filter(LiveProcess::alive).isPresent()) {
      return recovered();
    }
    boolean ended = process.isPresent();
    if (ended) {
      process = Optional.empty();
      noteEnd();
    }
    if (System.nanoTime() - notBefore < 0) {
      return ended;
    }
    process = living.get();
    since = System.nanoTime();
    if (process.isPresent()) {
      ShiftLog.say("found %s pid=%d", name, process.get().pid());
    } else {
      start();
    }
    return true;
  }

  /** Ends it politely, or after {@code patience} by force. */
  void end(Duration patience) {
    process.ifPresent(living -> end(name, living, patience));
    process = Optional.empty();
  }

  /** Ends it by force; it is started again as after any other end. */
  void kill() {
    process.flatMap(hung -> ProcessHandle.of(hung.pid())).ifPresent(ProcessHandle::destroyForcibly);
  }

  static void end(String name, LiveProcess process, Duration patience) {
    if (!process.alive()) {
      return;
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    handle.ifPresent(ProcessHandle::destroy);
    if (!awaitEnd(process, patience)) {
      ShiftLog.say("%s pid=%d did not end, killing it", name, process.pid());
      handle.ifPresent(ProcessHandle::destroyForcibly);
      awaitEnd(process, Duration.ofSeconds(5));
    }
    ShiftLog.say("ended %s pid=%d", name, process.pid());
  }

  /** Whether it ended in time. It need not be a child of this process. */
  static boolean awaitEnd(LiveProcess process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (process.alive() && System.nanoTime() - deadline < 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return !process.alive();
  }

  private boolean recovered() {
    if (quickEnds > 0 && age().compareTo(QUICK) > 0) {
      quickEnds = 0;
      return true;
    }
    return false;
  }

  private void noteEnd() {
    quickEnds = age().compareTo(QUICK) < 0 ? quickEnds + 1 : 0;
    int pause =
        quickEnds < FORGIVEN ? 0 : Math.min(LONGEST_PAUSE_SECONDS, 1 << (quickEnds - FORGIVEN));
    notBefore = System.nanoTime() + Duration.ofSeconds(pause).toNanos();
    ShiftLog.say("%s is gone, starting it again in %d s", name, pause);
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private void start() {
    long pid = spawn(commandLine, environment, log, folder);
    process = LiveProcess.find(pid);
    ShiftLog.say("started %s pid=%d", name, pid);
    if (process.isEmpty()) {
      noteEnd();
    }
  }

  /** Starts a program in a session of its own; a terminal's Ctrl-C does not reach it. */
  static long spawn(
      List<String> commandLine, Map<String, String> environment, LogFile log, Path folder) {
    List<String> whole = new ArrayList<>(List.of("setsid"));
    whole.addAll(commandLine);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start().pid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
