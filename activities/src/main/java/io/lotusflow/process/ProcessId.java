package io.lotusflow.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one of the same number, nor for one before a
 * reboot.
 *
 * @param startTicks when it started, in clock ticks since boot: unlike a time of day, this does not
 *     move when the clock is set
 */
public record ProcessId(long pid, long startTicks, String bootId) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** A new value after each boot. */
  public static String currentBoot() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Optional<ProcessId> of(long pid) {
    return ProcStat.of(pid)
        .filter(ProcStat::alive)
        .map(stat -> new ProcessId(pid, stat.startTicks(), currentBoot()));
  }

  /** Reads the line that our scripts write: pid, ticks, boot id. */
  public static Optional<ProcessId> parse(String line) {
    return Optional.of(line.strip().split(" ", -1))
        .filter(words -> words.length == 3)
        .map(words -> new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
  }

  /** Whether it runs now, given the id of this boot. A zombie does not. */
  public boolean alive(String boot) {
    return bootId.equals(boot) && stat().isPresent();
  }

  Optional<ProcStat> stat() {
    return ProcStat.of(pid).filter(stat -> stat.alive() && stat.startTicks() == startTicks);
  }
}
