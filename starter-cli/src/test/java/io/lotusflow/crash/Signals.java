package io.lotusflow.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Sends signals without the time that it takes to start kill(1): steps are short. */
final class Signals implements AutoCloseable {

  private final Process shell;
  private final Writer lines;
  private final BufferedReader answers;

  Signals() {
    try {
      shell = new ProcessBuilder("/bin/sh").redirectErrorStream(true).start();
      lines = shell.outputWriter(StandardCharsets.UTF_8);
      answers =
          new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when they are sent; who is gone already is passed over. */
  synchronized void send(String signal, List<Long> pids) {
    try {
      String each = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
      lines.write("for p in " + each + "; do kill -" + signal + " $p 2>/dev/null; done; echo\n");
      lines.flush();
      answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
