package io.lotusflow.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One long-running program of a host, whoever keeps it alive.
 *
 * @param name without {@code .service}
 * @param command absolute program first
 * @param environment all of it: services inherit nothing; no secrets
 * @param user empty = the user who runs lotusflow
 * @param nofile soft and hard limit of open files
 * @param memoryMax as systemd writes it ({@code 64G}); empty = no limit
 * @param cpuAffinity as systemd writes it ({@code 0-7}); empty = all
 * @param requiresMounts paths that must be mounted first
 * @param after names of units that start before
 * @param logFile where stdout and stderr are appended
 * @param stopTimeout how long it may take to stop before it is killed
 */
public record ServiceUnit(
    String name,
    String description,
    List<String> command,
    Map<String, String> environment,
    String workingDirectory,
    String user,
    long nofile,
    String memoryMax,
    String cpuAffinity,
    List<String> requiresMounts,
    List<String> after,
    String logFile,
    Duration stopTimeout) {
  public ServiceUnit {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    requiresMounts = List.copyOf(requiresMounts);
    after = List.copyOf(after);
  }

  /** The same under another name. */
  public ServiceUnit named(String other) {
    return new ServiceUnit(
        other,
        description,
        command,
        environment,
        workingDirectory,
        user,
        nofile,
        memoryMax,
        cpuAffinity,
        requiresMounts,
        after,
        logFile,
        stopTimeout);
  }

  /** The same, bound to these CPUs; empty leaves it as it is. */
  public ServiceUnit onCpus(String cpus) {
    return cpus.isEmpty()
        ? this
        : new ServiceUnit(
            name,
            description,
            command,
            environment,
            workingDirectory,
            user,
            nofile,
            memoryMax,
            cpus,
            requiresMounts,
            after,
            logFile,
            stopTimeout);
  }
}
