package io.lotusflow.job;

import io.lotusflow.process.ProcessTree;
import io.lotusflow.process.RootAct;
import io.lotusflow.process.Sudo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * As this host starts jobs best. That is found out once in a process, with the first of them at the
 * latest: who only looks at jobs asks {@code sudo} nothing.
 */
final class HostLauncher implements JobLauncher {

  /** Loaded with the first question. */
  private static final class Found {
    private static final JobLauncher LAUNCHER =
        Files.isDirectory(Path.of("/run/systemd/system")) && Sudo.allows(RootAct.Need.JOBS)
            ? new SystemdLauncher()
            : new SessionLauncher();
  }

  static JobLauncher found() {
    return Found.LAUNCHER;
  }

  @Override
  public BooleanSupplier launch(Launch launch) {
    return found().launch(launch);
  }

  @Override
  public void end(String name, ProcessTree tree, Duration grace, Runnable pulse) {
    found().end(name, tree, grace, pulse);
  }
}
