package io.lotusflow.build;

import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One program of the suite, which says who it is. */
record Binary(Path file) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern VERSION = Pattern.compile("version v?(\\d+\\.\\d+\\.\\d+\\S*)");
  private static final Pattern COMMIT = Pattern.compile("\\+git\\.([0-9a-f]{7,40})");

  /** Such as {@code 1.36.2+mainnet+git.c6f4d024}; starts the program. */
  String label(Programs programs, Runnable heartbeat) {
    try {
      String said = programs.run(versionCommand(), heartbeat).stdout();
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        throw BuildProblem.BINARY_UNUSABLE.because(file, said.strip());
      }
      return version.group(1);
    } catch (CommandFailed failed) {
      throw BuildProblem.BINARY_UNUSABLE.because(file, failed.getMessage());
    }
  }

  Command versionCommand() {
    return Command.of(PATIENCE, file.toString(), "--version");
  }

  /** The beginning of the commit that a label names. */
  static Optional<String> commitIn(String label) {
    Matcher commit = COMMIT.matcher(label);
    return commit.find() ? Optional.of(commit.group(1)) : Optional.empty();
  }
}
