package io.lotusflow.job;

import io.lotusflow.process.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A new session: no terminal, no pipe to us, and no signal meant for our process group. */
public final class SessionLauncher implements JobLauncher {

  @Override
  public BooleanSupplier launch(Launch launch) {
    // We are no group leader's child: setsid replaces itself by the program, which keeps its pid.
    List<String> argv = new ArrayList<>(List.of("setsid"));
    argv.addAll(launch.argv());
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.directory(launch.workingDirectory().toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    try {
      return builder.start()::isAlive;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + launch.name(), e);
    }
  }

  @Override
  public void end(String name, ProcessTree tree, Duration grace, Runnable pulse) {
    tree.end(grace, pulse);
  }
}
