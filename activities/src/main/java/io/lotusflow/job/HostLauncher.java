package io.lotusflow.job;

import io.lotusflow.process.ProcessTree;
import io.lotusflow.process.RootAct;
import io.lotusflow.process.Sudo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * As this host starts jobs best. That is found out with the first of them: who only looks at jobs
 * asks {@code sudo} nothing.
 */
final class HostLauncher implements JobLauncher {
  private Optional<JobLauncher> found = Optional.empty();

  @Override
  public BooleanSupplier launch(Launch launch) {
    return launcher().launch(launch);
  }

  @Override
  public void end(String name, ProcessTree tree, Duration grace, Runnable pulse) {
    launcher().end(name, tree, grace, pulse);
  }

  private synchronized JobLauncher launcher() {
    if (found.isEmpty()) {
      boolean systemd = Files.isDirectory(Path.of("/run/systemd/system"));
      found =
          Optional.of(
              systemd && Sudo.allows(RootAct.Need.JOBS)
                  ? new SystemdLauncher()
                  : new SessionLauncher());
    }
    return found.get();
  }
}
