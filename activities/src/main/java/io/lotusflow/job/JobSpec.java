package io.lotusflow.job;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A command to run detached.
 *
 * @param argv the command; its first element is a path or is looked up in the {@code PATH} given
 *     here
 * @param workingDirectory absolute, and there
 * @param environment all of it: nothing is inherited from the worker
 * @param secretNames names in {@code environment} whose values are masked in the job's output
 * @param logLimitBytes when its log grows beyond this, the older half goes
 */
public record JobSpec(
    JobKey key,
    List<String> argv,
    Path workingDirectory,
    Map<String, String> environment,
    Set<String> secretNames,
    JobWeight weight,
    long logLimitBytes) {
  private static final long LOG_LIMIT = 64L << 20;

  public JobSpec {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    secretNames = Set.copyOf(secretNames);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a job needs a command");
    }
    if (!environment.keySet().containsAll(secretNames)) {
      throw new IllegalArgumentException("secrets without a value: " + secretNames);
    }
    if (!workingDirectory.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path: " + workingDirectory);
    }
  }

  /** A job of normal weight with {@link io.lotusflow.process.Command#BASE_ENVIRONMENT} only. */
  public static JobSpec of(JobKey key, Path workingDirectory, List<String> argv) {
    return new JobSpec(
        key,
        argv,
        workingDirectory,
        io.lotusflow.process.Command.BASE_ENVIRONMENT,
        Set.of(),
        JobWeight.NORMAL,
        LOG_LIMIT);
  }

  /** With these variables more, or other values for what is there. */
  public JobSpec with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new JobSpec(key, argv, workingDirectory, all, secretNames, weight, logLimitBytes);
  }

  /** With one more variable that nobody else may see. */
  public JobSpec withSecret(String name, String value) {
    Set<String> names = new HashSet<>(secretNames);
    names.add(name);
    JobSpec more = with(Map.of(name, value));
    return new JobSpec(key, argv, workingDirectory, more.environment, names, weight, logLimitBytes);
  }

  public JobSpec asGuest() {
    return new JobSpec(
        key, argv, workingDirectory, environment, secretNames, JobWeight.GUEST, logLimitBytes);
  }

  public JobSpec withLogLimit(long bytes) {
    return new JobSpec(key, argv, workingDirectory, environment, secretNames, weight, bytes);
  }
}
