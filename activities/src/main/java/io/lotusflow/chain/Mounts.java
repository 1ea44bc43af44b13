package io.lotusflow.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a rename cannot cross: mounts, also of folders of the same disk, and file systems. */
final class Mounts {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private Mounts() {}

  /** Whether what lies in the one folder can be renamed into the other. Both may be yet to come. */
  static boolean renameWorks(Path from, Path to) {
    Path a = existing(from);
    Path b = existing(to);
    return device(a).equals(device(b)) && mountOf(a).equals(mountOf(b));
  }

  static boolean isMountPoint(Path folder) {
    Path real = real(folder);
    return mountOf(real).equals(real);
  }

  static Path existing(Path path) {
    Path there = path.toAbsolutePath();
    while (!Files.exists(there)) {
      there = Optional.ofNullable(there.getParent()).orElseThrow();
    }
    return real(there);
  }

  private static Path mountOf(Path real) {
    return points().stream()
        .filter(real::startsWith)
        .max((a, b) -> Integer.compare(a.getNameCount(), b.getNameCount()))
        .orElse(Path.of("/"));
  }

  /** Its fifth word; blanks in it are written as octal numbers. */
  private static List<Path> points() {
    try {
      return Files.readAllLines(MOUNTS).stream()
          .map(line -> line.split(" ", 6)[4])
          .map(point -> Path.of(point.replace("\\040", " ").replace("\\011", "\t")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object device(Path path) {
    try {
      return Files.getAttribute(path, "unix:dev");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
