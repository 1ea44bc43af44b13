package io.lotusflow.sealworker;

import io.lotusflow.lotus.ByteSize;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which seal workers a machine should have, and what the miner should be told.
 *
 * @param host whose it is; empty for the one it was made on, as in older plans
 * @param workers none where the machine is too small
 * @param keptCpus for daemon and miner; empty = none are kept free
 * @param settings for the miner's {@code config.toml}
 * @param reasons for all of it, in words
 * @param missing what the machine is short of where there is no worker, in words
 */
public record WorkersPlan(
    String host,
    ByteSize sectorSize,
    List<PlannedWorker> workers,
    String keptCpus,
    List<MinerSetting> settings,
    Expected expected,
    List<String> reasons,
    List<String> missing) {

  /**
   * A worker, as it would be added.
   *
   * @param ram must be in memory while it works
   * @param peak the most it takes, of memory and swap
   * @param scratch free space its folder needs
   * @param reason why it has these CPUs
   */
  public record PlannedWorker(
      SealWorker worker, ByteSize ram, ByteSize peak, ByteSize scratch, String reason) {}

  /**
   * A line of {@code config.toml}.
   *
   * @param value as TOML has it
   */
  public record MinerSetting(String section, String key, String value) {}

  /** Where the times of the stages are from. */
  public enum Source {
    MEASURED,
    MANUAL,
    UNKNOWN
  }

  /**
   * How fast it will be, once the first sectors are through.
   *
   * @param limits the stage that holds up the others, as {@code PC1}; empty where no times are
   *     known
   */
  public record Expected(
      Source times, double sectorsPerDay, double tebibytesPerDay, String limits) {}

  public WorkersPlan {
    host = Objects.requireNonNullElse(host, "");
    workers = List.copyOf(workers);
    settings = List.copyOf(settings);
    reasons = List.copyOf(reasons);
    missing = List.copyOf(missing);
  }

  public boolean fits() {
    return missing.isEmpty();
  }

  /** The worker of that name. */
  public Optional<SealWorker> worker(String name) {
    return workers.stream()
        .map(PlannedWorker::worker)
        .filter(worker -> worker.name().equals(name))
        .findFirst();
  }
}
