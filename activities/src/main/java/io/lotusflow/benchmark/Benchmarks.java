package io.lotusflow.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The results that are kept on this host: a folder for each node, a file for each run, named by its
 * start and its sector size.
 */
public final class Benchmarks {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String NAME = "\\d{8}T\\d{6}Z-\\w+\\.json";

  private final Path folder;

  /**
   * Where they are kept.
   *
   * @param folder may not be there yet
   */
  public Benchmarks(Path folder) {
    this.folder = folder;
  }

  /** Where a run that started then is kept. */
  Path file(String node, Instant startedAt, ByteSize sectorSize) {
    return folder.resolve(node).resolve(STAMP.format(startedAt) + '-' + sectorSize + ".json");
  }

  /** Whole at any moment; the same again changes nothing. */
  void keep(Path file, ObjectNode result) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Journal<>(file, ObjectNode.class).write(result);
  }

  /** Of the nodes of this host that are meant. */
  public Optional<Path> newest(Predicate<String> node) {
    return in(folder)
        .filter(of -> node.test(of.getFileName().toString()))
        .flatMap(Benchmarks::results)
        .max(byStart());
  }

  /** Of one node, with sectors of that size. */
  public Optional<Path> newest(String node, ByteSize sectorSize) {
    return results(folder.resolve(node))
        .filter(file -> file.getFileName().toString().endsWith("-" + sectorSize + ".json"))
        .max(byStart());
  }

  /** All results of a node that is no more. */
  public void forget(String node) {
    if (Files.isDirectory(folder.resolve(node))) {
      FolderTree.delete(folder.resolve(node));
    }
  }

  /**
   * The one before a file, of the same node and size; absent also where the file is not of here.
   */
  public Optional<Path> before(Path file) {
    Path given = file.toAbsolutePath().normalize();
    String name = given.getFileName().toString();
    Path of = given.getParent();
    if (!name.matches(NAME) || of == null || !folder.toAbsolutePath().equals(of.getParent())) {
      return Optional.empty();
    }
    String size = name.substring(name.indexOf('-'));
    return results(of)
        .filter(other -> other.getFileName().toString().endsWith(size))
        .filter(other -> byStart().compare(other, given) < 0)
        .max(byStart());
  }

  private static Comparator<Path> byStart() {
    return Comparator.comparing((Path file) -> file.getFileName().toString());
  }

  private static Stream<Path> results(Path node) {
    return in(node).filter(file -> file.getFileName().toString().matches(NAME));
  }

  private static Stream<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return List.copyOf(files.toList()).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
