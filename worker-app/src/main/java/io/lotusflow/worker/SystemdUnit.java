package io.lotusflow.worker;

import io.lotusflow.home.LiveProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unit that keeps a supervisor, whoever wrote it: {@code up --service}, the Debian package, or
 * somebody by hand.
 */
record SystemdUnit(String name) {

  private static final Duration TO_START = Duration.ofSeconds(30);
  private static final Pattern LAST =
      Pattern.compile("(?m)^\\d+:[^:\\n]*:/.*?([^/\\n]+\\.service)$");

  /** Empty for one that only happens to be among the processes of some unit. */
  static Optional<SystemdUnit> keeping(LiveProcess supervisor) {
    return in(Path.of("/proc", Long.toString(supervisor.pid()), "cgroup"))
        .filter(unit -> unit.mainProcess().equals(Optional.of(supervisor)));
  }

  static Optional<SystemdUnit> in(Path cgroups) {
    try {
      Matcher last = LAST.matcher(Files.readString(cgroups));
      return last.find() ? Optional.of(new SystemdUnit(last.group(1))) : Optional.empty();
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  /** Only root may. */
  void restart() {
    LotusflowService.systemctl("restart", name);
  }

  /** The one that systemd starts after {@code before}, if it does. */
  Optional<LiveProcess> awaitNext(LiveProcess before) throws InterruptedException {
    long deadline = System.nanoTime() + TO_START.toNanos();
    while (System.nanoTime() - deadline < 0) {
      Optional<LiveProcess> next = mainProcess().filter(process -> !process.equals(before));
      if (next.isPresent()) {
        return next;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return Optional.empty();
  }

  private Optional<LiveProcess> mainProcess() {
    try {
      Process show =
          new ProcessBuilder("systemctl", "show", "--property=MainPID", "--value", "--", name)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(show.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.matches("[1-9]\\d*\\s*")
          ? LiveProcess.find(Long.parseLong(said.strip()))
          : Optional.empty();
    } catch (IOException noSystemd) {
      return Optional.empty();
    }
  }
}
