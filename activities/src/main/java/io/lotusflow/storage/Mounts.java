package io.lotusflow.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which file systems should be mounted and which are. */
public record Mounts(Path wanted, Path now) {

  public static Mounts ofThisHost() {
    return new Mounts(Path.of("/etc/fstab"), Path.of("/proc/self/mounts"));
  }

  /** A mount point over this path that the host's table names and that is not mounted now. */
  public Optional<Path> missingOver(Path path) {
    List<Path> mounted = points(now);
    return points(wanted).stream()
        .filter(point -> point.getNameCount() > 0 && path.startsWith(point))
        .filter(point -> !mounted.contains(point))
        .findFirst();
  }

  private static List<Path> points(Path table) {
    try {
      return Files.readAllLines(table).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> line.split("\\s+", -1))
          .filter(fields -> fields.length >= 2 && fields[1].startsWith("/"))
          .map(fields -> Path.of(fields[1].replace("\\040", " ")))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
