package io.lotusflow.job;

import io.lotusflow.process.ProcessTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** How a process is started so that it outlives us, and ended with all that it has started. */
public interface JobLauncher {

  /**
   * What to start.
   *
   * @param name unique on this host, fit for a unit
   * @param argv absolute program first
   * @param environment all of it; may hold secrets: it must not be seen by other users
   * @param folder ours, readable by us alone; the launcher may keep private files there
   */
  record Launch(
      String name,
      List<String> argv,
      Path workingDirectory,
      Map<String, String> environment,
      JobWeight weight,
      Path folder) {}

  /**
   * Starts it and returns. Does nothing if one of that name still lives.
   *
   * @return whether the process that was started still lives, as far as can be told
   */
  BooleanSupplier launch(Launch launch);

  /**
   * Ends what was launched under that name and the whole tree, and returns when none of it is left.
   */
  void end(String name, ProcessTree tree, Duration grace, Runnable pulse);

  /** Units where systemd runs and we may start them; sessions of their own elsewhere. */
  static JobLauncher forThisHost() {
    return new HostLauncher();
  }

  /** Finds out which before there is a job, so that no step waits for {@code sudo}. */
  static void askThisHost() {
    HostLauncher.found();
  }
}
