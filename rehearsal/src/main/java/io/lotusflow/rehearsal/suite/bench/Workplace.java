package io.lotusflow.rehearsal.suite.bench;

import io.lotusflow.rehearsal.suite.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The folder of one benchmark, {@code bench} and a number; it is removed unless it is killed. */
record Workplace(Path folder) implements AutoCloseable {

  static Workplace in(String storageDir) {
    Path storage =
        Path.of(
            storageDir.startsWith("~/")
                ? System.getenv("HOME") + storageDir.substring(1)
                : storageDir);
    long number = ThreadLocalRandom.current().nextLong(1_000_000_000, 4_000_000_000L);
    try {
      return new Workplace(Files.createDirectories(storage.resolve("bench" + number)));
    } catch (IOException e) {
      throw new CliException("creating sectorbuilder dir: " + e.getMessage());
    }
  }

  /** A small file of a sector, where the large one would be. */
  void write(String kind, int sector) {
    try {
      Path file = Files.createDirectories(folder.resolve(kind)).resolve("s-t01000-" + sector);
      Files.write(file, new byte[2048]);
    } catch (IOException e) {
      throw new CliException("commit: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("remove all: " + e.getMessage());
    }
  }
}
