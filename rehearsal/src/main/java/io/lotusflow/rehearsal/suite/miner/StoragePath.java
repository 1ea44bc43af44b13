package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One storage path: a folder with a {@code sectorstore.json} that says what it is for. */
final class StoragePath {
  private static final String META = "sectorstore.json";
  private static final List<String> FOLDERS =
      List.of("unsealed", "sealed", "cache", "update", "update-cache");

  private final Path path;
  private final Map<String, Object> meta;

  private StoragePath(Path path, Map<String, Object> meta) {
    this.path = path;
    this.meta = meta;
  }

  /**
   * What a new path is to be used for.
   *
   * @param maxStorage in bytes, 0 for no limit
   */
  record Options(
      long weight,
      boolean seal,
      boolean store,
      long maxStorage,
      List<String> groups,
      List<String> allowTo) {}

  static boolean isInitialized(Path path) {
    return Files.exists(path.resolve(META));
  }

  static void initialize(Path path, Options options) throws IOException {
    Files.createDirectories(path);
    Map<String, Object> meta =
        Json.object(
            "ID", UUID.randomUUID().toString(),
            "Weight", options.weight(),
            "CanSeal", options.seal(),
            "CanStore", options.store(),
            "MaxStorage", options.maxStorage(),
            "Groups", orNull(options.groups()),
            "AllowTo", orNull(options.allowTo()),
            "AllowTypes", null,
            "DenyTypes", null,
            "AllowMiners", null,
            "DenyMiners", null);
    Files.writeString(path.resolve(META), Json.pretty(meta), StandardCharsets.UTF_8);
  }

  private static Object orNull(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  /**
   * Reads the path's meta data and makes the folders for sector files. The message of the exception
   * is Lotus' own.
   */
  static StoragePath open(Path path) throws IOException {
    Path file = path.resolve(META);
    if (!Files.exists(file)) {
      throw new IOException(
          "reading storage metadata for "
              + path
              + ": open "
              + file
              + ": no such file or directory");
    }
    Map<String, Object> meta;
    try {
      meta = Json.asObject(Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (Json.ParseException e) {
      throw new IOException(
          "unmarshalling storage metadata for " + path + ": " + e.getMessage(), e);
    }
    for (String folder : FOLDERS) {
      Files.createDirectories(path.resolve(folder));
    }
    return new StoragePath(path, meta);
  }

  Path path() {
    return path;
  }

  String id() {
    return Json.asText(meta.get("ID"));
  }

  boolean canSeal() {
    return Boolean.TRUE.equals(meta.get("CanSeal"));
  }

  /** As {@code StorageInfo} answers. */
  Map<String, Object> info(String url) {
    return Json.object(
        "ID", id(),
        "URLs", List.of(url),
        "Weight", meta.get("Weight"),
        "MaxStorage", meta.get("MaxStorage"),
        "CanSeal", meta.get("CanSeal"),
        "CanStore", meta.get("CanStore"),
        "Groups", meta.get("Groups"),
        "AllowTo", meta.get("AllowTo"),
        "AllowTypes", List.of(),
        "DenyTypes", List.of(),
        "AllowMiners", meta.get("AllowMiners"),
        "DenyMiners", meta.get("DenyMiners"));
  }

  /** As {@code StorageStat} answers, in bytes. A folder that is gone is an error. */
  Map<String, Object> stat() throws IOException {
    if (!isInitialized(path)) {
      throw new IOException(
          "getting local path stat: stat " + path + ": no such file or directory");
    }
    FileStore store = Files.getFileStore(path);
    long max = Json.asLong(meta.get("MaxStorage"));
    long used = 0;
    long available = store.getUsableSpace();
    return Json.object(
        "Capacity",
        store.getTotalSpace(),
        "Available",
        max > 0 ? Math.min(available, max - used) : available,
        "FSAvailable",
        available,
        "Reserved",
        0L,
        "Max",
        max,
        "Used",
        used);
  }
}
