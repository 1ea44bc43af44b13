package io.lotusflow.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What serves from the programs below a prefix, under whatever user and whoever started it.
 *
 * @param prefix see {@link BuildPlan#prefix}
 */
record Serving(Path prefix) {
  private static final Set<String> SERVERS = Set.of("daemon", "run");

  /** Its command line, if there is one. */
  Optional<String> find() {
    return ProcessHandle.allProcesses()
        .map(process -> commandLine(process.pid()))
        .filter(this::serves)
        .map(argv -> String.join(" ", argv.subList(0, Math.min(2, argv.size()))))
        .findFirst();
  }

  /** A program that was asked one thing is soon gone. The program of a script comes second. */
  private boolean serves(List<String> argv) {
    return argv.stream().limit(2).anyMatch(word -> word.startsWith(prefix + "/"))
        && argv.stream().anyMatch(SERVERS::contains);
  }

  /** Readable also where the link to the program is not. */
  private static List<String> commandLine(long pid) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException gone) {
      return List.of();
    }
  }
}
