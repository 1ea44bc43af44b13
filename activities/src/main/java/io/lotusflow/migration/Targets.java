package io.lotusflow.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.copy.FileBytes;
import io.lotusflow.copy.FileStamp;
import io.lotusflow.migration.Migration.Target;
import io.lotusflow.storage.StorageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What makes a folder storage: {@code sectorstore.json}, whose id goes with the sectors. */
final class Targets {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A path that was left. The miner takes no folder without the file for storage. */
  private static final String LEFT = SectorFiles.META + ".lotusflow-moved";

  private Targets() {}

  /**
   * Each path's id goes to the first of its targets that has none; other new ones get an id of
   * their own.
   */
  static List<Target> of(List<PathMove> moves) throws IOException {
    Set<String> paths = new LinkedHashSet<>();
    moves.forEach(move -> paths.addAll(move.to()));
    Set<String> used = new HashSet<>();
    List<Target> targets = new ArrayList<>();
    for (String path : paths) {
      List<JsonNode> sources = new ArrayList<>();
      for (PathMove move : moves) {
        if (move.to().contains(path)) {
          sources.add(JSON.readTree(Path.of(move.from(), SectorFiles.META).toFile()));
        }
      }
      Optional<String> own = new StorageFolder(Path.of(path)).id();
      targets.add(own.isPresent() ? new Target(path, own.get(), "") : fresh(path, sources, used));
    }
    return targets;
  }

  private static Target fresh(String path, List<JsonNode> sources, Set<String> used) {
    ObjectNode meta = sources.get(0).deepCopy();
    String id =
        sources.stream()
            .map(source -> source.path("ID").asText())
            .filter(used::add)
            .findFirst()
            .orElseGet(() -> UUID.randomUUID().toString());
    meta.put("ID", id);
    meta.put("CanSeal", sources.stream().anyMatch(one -> one.path("CanSeal").asBoolean()));
    meta.put("CanStore", sources.stream().anyMatch(one -> one.path("CanStore").asBoolean()));
    if (sources.size() > 1 && meta.has("MaxStorage")) {
      boolean limited = sources.stream().allMatch(one -> one.path("MaxStorage").asLong() > 0);
      long sum = sources.stream().mapToLong(one -> one.path("MaxStorage").asLong()).sum();
      meta.put("MaxStorage", limited ? sum : 0);
    }
    return new Target(path, id, meta.toPrettyString());
  }

  static void makeStorage(Target target, Path like) throws IOException {
    Path file = Path.of(target.path(), SectorFiles.META);
    Path draft = Path.of(target.path(), SectorFiles.BESIDE, SectorFiles.META);
    Files.writeString(draft, target.meta());
    FileBytes.takeOwner(like, draft);
    FileBytes.force(draft);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    FileBytes.force(Path.of(target.path()));
  }

  static void makeNoStorage(Target target) throws IOException {
    Files.deleteIfExists(Path.of(target.path(), SectorFiles.META));
    FileBytes.force(Path.of(target.path()));
  }

  /** The file of a path, wherever it is now. */
  static Path metaOf(Path path) {
    Path file = path.resolve(SectorFiles.META);
    return Files.exists(file) ? file : path.resolve(LEFT);
  }

  /** Of a path as storage, whether it was left or not; empty if it is not there. */
  static Optional<String> idOf(Path path) {
    try {
      return Optional.of(JSON.readTree(metaOf(path).toFile()).path("ID").asText());
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  /** Throws if there is neither: its disk has dropped. */
  static void requireThere(Path path) throws IOException {
    FileStamp.of(metaOf(path));
  }

  static void leave(Path path) throws IOException {
    rename(path, SectorFiles.META, LEFT);
  }

  static void takeAgain(Path path) throws IOException {
    rename(path, LEFT, SectorFiles.META);
  }

  private static void rename(Path path, String before, String then) throws IOException {
    if (Files.exists(path.resolve(before))) {
      Files.move(path.resolve(before), path.resolve(then), StandardCopyOption.ATOMIC_MOVE);
      FileBytes.force(path);
    }
  }

  /** A path of which no file is left; a mounted disk stays, and so does what is not ours. */
  static void removeEmpty(Path path) throws IOException {
    for (String kind : SectorFiles.KINDS) {
      for (Path folder : deepestFirst(path.resolve(kind))) {
        deleteIfEmpty(folder);
      }
    }
    if (new SectorFiles(path).others().equals(List.of(LEFT))) {
      Files.delete(path.resolve(LEFT));
      deleteIfEmpty(path);
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static void deleteIfEmpty(Path folder) {
    // Fails on one that is not empty, which is what is wanted.
    folder.toFile().delete();
  }
}
