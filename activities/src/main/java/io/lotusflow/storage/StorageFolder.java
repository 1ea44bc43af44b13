package io.lotusflow.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder that is, or is to be, storage of a miner. */
public record StorageFolder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String META = "sectorstore.json";
  private static final Set<String> SECTORS =
      Set.of("unsealed", "sealed", "cache", "update", "update-cache");
  private static final Set<String> HARMLESS =
      Set.of(META, "lost+found", "fetching", ".lotusflow-migration");
  private static final Pattern SECTOR = Pattern.compile("s-t0\\d+-(\\d+)");

  /** The id in {@code sectorstore.json}; empty if there is none. */
  public Optional<String> id() {
    Path meta = path.resolve(META);
    if (!Files.exists(meta)) {
      return Optional.empty();
    }
    try {
      JsonNode content = JSON.readTree(meta.toFile());
      String id = content.path("ID").asText();
      if (id.isEmpty()) {
        throw StorageProblem.STORAGE_META_BROKEN.because(meta, "it has no ID");
      }
      return Optional.of(id);
    } catch (IOException broken) {
      throw StorageProblem.STORAGE_META_BROKEN.because(meta, broken.getMessage());
    }
  }

  /**
   * An init that was killed while it wrote leaves an empty file and nothing else; it is taken away.
   */
  void removeEmptyMeta() {
    Path meta = path.resolve(META);
    try {
      if (Files.exists(meta) && Files.size(meta) == 0 && entries(path).equals(List.of(META))) {
        Files.delete(meta);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What lies there that would keep a miner from starting, or is none of its business. */
  List<String> foreign() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    Stream<String> beside =
        entries(path).stream().filter(name -> !SECTORS.contains(name) && !HARMLESS.contains(name));
    Stream<String> inside =
        SECTORS.stream()
            .filter(name -> Files.isDirectory(path.resolve(name)))
            .flatMap(
                name ->
                    entries(path.resolve(name)).stream()
                        .filter(file -> !isSector(file))
                        .map(file -> name + '/' + file));
    return Stream.concat(beside, inside).sorted().limit(5).toList();
  }

  /** Numbers of the sectors of which any files lie there. */
  public Set<Long> sectors() {
    return SECTORS.stream()
        .map(path::resolve)
        .filter(Files::isDirectory)
        .flatMap(kind -> entries(kind).stream())
        .map(SECTOR::matcher)
        .filter(Matcher::matches)
        .map(sector -> Long.valueOf(sector.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isSector(String name) {
    return SECTOR.matcher(name).matches() || name.equals("fetching") || name.endsWith(".tmp");
  }

  boolean isInside(String repo) {
    return !repo.isEmpty() && path.startsWith(Path.of(repo));
  }

  long freeBytes() {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
