package io.lotusflow.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporal's command line on this host.
 *
 * @param path absolute
 * @param version what it says of itself
 */
public record TemporalBinary(Path path, String version) {

  private static final Pattern VERSION = Pattern.compile("temporal version (\\S+)");

  /**
   * Asks the binary for its version.
   *
   * @throws IOException if it cannot be run or is something else
   */
  public static TemporalBinary at(Path path) throws IOException {
    Process process =
        new ProcessBuilder(path.toString(), "--version")
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // It prints one line, which fits the pipe: no need to read while it runs.
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException(path + " --version does not end");
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        throw new IOException(path + " is not Temporal's command line");
      }
      return new TemporalBinary(path.toAbsolutePath(), version.group(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      process.destroyForcibly();
    }
  }
}
