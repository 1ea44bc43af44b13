package io.lotusflow.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the kernel says of one process in {@code /proc/PID/stat}. */
record ProcStat(long pid, char state, long parent, long session, long startTicks) {
  static final Path PROC = Path.of("/proc");

  /** Its number, counted from what follows the name: the name may hold spaces and brackets. */
  private static final int START_TICKS = 19;

  static Optional<ProcStat> of(long pid) {
    try {
      return Optional.of(parse(pid, Files.readString(PROC.resolve(pid + "/stat"))));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  static ProcStat parse(long pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcStat(
        pid,
        fields[0].charAt(0),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[START_TICKS]));
  }

  /**
   * All from that number on that live now, but for zombies: they hold nothing and wait only for
   * their parent.
   */
  static List<ProcStat> all(long firstPid) {
    List<ProcStat> all = new ArrayList<>();
    try (DirectoryStream<Path> pids = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path pid : pids) {
        long number = Long.parseLong(pid.getFileName().toString());
        if (number >= firstPid) {
          of(number).filter(ProcStat::alive).ifPresent(all::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  boolean alive() {
    return state != 'Z' && state != 'X';
  }
}
