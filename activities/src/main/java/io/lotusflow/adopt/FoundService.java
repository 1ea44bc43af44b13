package io.lotusflow.adopt;

import io.lotusflow.adopt.LotusProgram.Invocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One daemon, miner or worker: the service that keeps it, the process that runs, or both.
 *
 * @param home of whoever runs it; empty if unknown
 */
public record FoundService(
    LotusProgram program, Optional<FoundUnit> unit, Optional<RunningProgram> process, String home) {

  /** How an operator names it: its unit, else {@code pid:1234}. */
  public String name() {
    return unit.map(FoundUnit::name).orElseGet(() -> "pid:" + process.orElseThrow().pid());
  }

  public boolean isRunning() {
    return process.isPresent();
  }

  /** As it runs, else as it would be started. */
  public Surroundings environment() {
    return process
        .map(RunningProgram::environment)
        .or(() -> unit.map(FoundUnit::environment))
        .orElseThrow();
  }

  /** The program that is started; where the process' own file is gone, what took its place. */
  public Path binary() {
    return process
        .filter(running -> !running.replaced())
        .map(RunningProgram::binary)
        .or(() -> unit.flatMap(FoundUnit::invocation).map(Invocation::binary))
        .or(() -> process.map(RunningProgram::binary))
        .orElseThrow();
  }

  /** The repository that is in use, or would be. */
  public String repo() {
    return process
        .map(running -> repo(running.arguments(), running.environment()))
        .orElseGet(this::repoOfUnit);
  }

  /** The repository that its unit would open at the next start; empty without a unit that says. */
  public Optional<String> repoAtNextStart() {
    return unit.flatMap(FoundUnit::invocation).map(started -> repoOfUnit());
  }

  private String repoOfUnit() {
    FoundUnit kept = unit.orElseThrow();
    return repo(kept.invocation().map(Invocation::arguments).orElse(List.of()), kept.environment());
  }

  private String repo(List<String> arguments, Surroundings variables) {
    String usual = home + '/' + program.usualRepo();
    return option(arguments, program.repoFlag())
        .or(
            () ->
                program.repoVariables().stream()
                    .flatMap(n -> variables.value(n).stream())
                    .findFirst())
        .map(path -> path.startsWith("~") ? home + path.substring(1) : path)
        .map(path -> Path.of(path).normalize().toString())
        .orElse(usual);
  }

  /** A flag's value on the command line. */
  public Optional<String> option(String flag) {
    return option(arguments(), flag);
  }

  /** Whether that word is on the command line. */
  public boolean says(String word) {
    return arguments().contains(word);
  }

  private List<String> arguments() {
    return process
        .map(RunningProgram::arguments)
        .or(() -> unit.flatMap(FoundUnit::invocation).map(Invocation::arguments))
        .orElse(List.of());
  }

  private static Optional<String> option(List<String> arguments, String flag) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith(flag + '=')) {
        return Optional.of(word.substring(flag.length() + 1));
      }
      if (word.equals(flag) && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /** Where it logs to; empty = the journal, or a terminal. */
  public Optional<String> logFile() {
    return environment()
        .value("GOLOG_FILE")
        .or(() -> unit.map(FoundUnit::logFile).filter(file -> !file.isEmpty()));
  }
}
