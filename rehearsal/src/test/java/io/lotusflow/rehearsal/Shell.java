package io.lotusflow.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs real programs and keeps what they said. */
record Shell(int exit, String output) {
  static Shell run(Path directory, Map<String, String> environment, String... argv)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("shell", ".out");
    Process process = start(directory, environment, output, argv);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IOException(List.of(argv) + " did not end: " + Files.readString(output));
      }
      return new Shell(process.exitValue(), Files.readString(output, UTF_8));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  static Process start(Path directory, Map<String, String> environment, Path output, String... argv)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
