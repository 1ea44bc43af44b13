package io.lotusflow.adopt;

import io.lotusflow.adopt.LotusProgram.Invocation;
import io.lotusflow.service.ServicePlan.Manager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service that is set up on this machine.
 *
 * @param name without {@code .service}
 * @param user empty = root, or whoever supervises it
 * @param limits what it is given, by systemd's name: {@code LimitNOFILE}, {@code MemoryMax}, {@code
 *     CPUAffinity}
 * @param logFile empty = the journal
 * @param files that say so, the first the unit itself
 * @param unreadable files that belong to it and could not be read
 */
public record FoundUnit(
    String name,
    Manager manager,
    List<String> command,
    Surroundings environment,
    String user,
    Map<String, String> limits,
    String logFile,
    List<Path> files,
    List<Path> unreadable) {
  public FoundUnit {
    command = List.copyOf(command);
    limits = Map.copyOf(limits);
    files = List.copyOf(files);
    unreadable = List.copyOf(unreadable);
  }

  /** What it runs; empty where a script hides that. */
  Optional<Invocation> invocation() {
    return Invocation.in(command);
  }
}
