package io.lotusflow.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param pid as the kernel gave it
 * @param startTicks field 22 of {@code /proc/PID/stat}: clock ticks since boot, which never move
 *     with the wall clock
 * @param bootId the boot during which it was started
 */
public record LiveProcess(long pid, long startTicks, String bootId) {

  /** Does not change while this process lives. */
  private static final String BOOT = currentBoot();

  /** The process with that number, unless there is none or it only waits to be reaped. */
  public static Optional<LiveProcess> find(long pid) {
    return stat(pid).map(stat -> new LiveProcess(pid, stat.startTicks, BOOT));
  }

  /** The process that asks. */
  public static LiveProcess self() {
    return find(ProcessHandle.current().pid()).orElseThrow();
  }

  /** Whether it still runs. A zombie does not. */
  public boolean alive() {
    return find(pid).filter(this::equals).isPresent();
  }

  private static Optional<Stat> stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second field is the program's name in parentheses and may hold spaces and parentheses.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      char state = fields[0].charAt(0);
      boolean ended = state == 'Z' || state == 'X';
      return ended ? Optional.empty() : Optional.of(new Stat(Long.parseLong(fields[19])));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException e) {
      // A process that ends while its file is read gives ESRCH.
      return Optional.empty();
    }
  }

  private static String currentBoot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Stat(long startTicks) {}
}
