package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** One storage path: a folder with a {@code sectorstore.json} that says what it is for. */
public final class StoragePath {
  private static final String META = "sectorstore.json";

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
  public record Options(
      long weight,
      boolean seal,
      boolean store,
      long maxStorage,
      List<String> groups,
      List<String> allowTo) {}

  public static boolean isInitialized(Path path) {
    return Files.exists(path.resolve(META));
  }

  public static void initialize(Path path, Options options) throws IOException {
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
  public static StoragePath open(Path path) throws IOException {
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
    for (Kind kind : Kind.values()) {
      Files.createDirectories(path.resolve(kind.folder()));
      refuseForeign(path.resolve(kind.folder()));
    }
    return new StoragePath(path, meta);
  }

  /** One foreign file, and the miner does not start. */
  private static void refuseForeign(Path folder) throws IOException {
    for (String name : Parcel.names(folder)) {
      if (!name.equals("fetching") && !name.endsWith(".tmp") && SectorName.ofFile(name).isEmpty()) {
        throw new IOException(
            "parse sector id " + name + ": sscanf sector name ('" + name + "'): unexpected EOF");
      }
    }
  }

  public Path path() {
    return path;
  }

  public String id() {
    return Json.asText(meta.get("ID"));
  }

  public boolean canSeal() {
    return Boolean.TRUE.equals(meta.get("CanSeal"));
  }

  public boolean canStore() {
    return Boolean.TRUE.equals(meta.get("CanStore"));
  }

  public Path file(Kind kind, SectorName sector) {
    return path.resolve(kind.folder()).resolve(sector.file());
  }

  /** Which kinds of files it has of each sector, by their bits. */
  public Map<SectorName, Long> sectors() throws IOException {
    Map<SectorName, Long> sectors = new HashMap<>();
    for (Kind kind : Kind.values()) {
      for (String name : Parcel.names(path.resolve(kind.folder()))) {
        SectorName.ofFile(name).ifPresent(sector -> sectors.merge(sector, kind.bit(), Long::sum));
      }
    }
    return sectors;
  }

  /** Which kinds of files it has of one sector, by their bits; 0 if nothing. */
  public long kinds(SectorName sector) {
    long bits = 0;
    for (Kind kind : Kind.values()) {
      bits |= Files.exists(file(kind, sector)) ? kind.bit() : 0;
    }
    return bits;
  }

  /** As the storage index has them. */
  public List<Object> declarations() throws IOException {
    return SectorName.declared(sectors());
  }

  public void remove(Kind kind, SectorName sector) throws IOException {
    delete(file(kind, sector));
  }

  /** Sends the files of one kind to someone who asked for them. */
  public void send(Kind kind, SectorName sector, OutputStream out) throws IOException {
    Parcel.write(file(kind, sector), out);
  }

  /** Puts what someone sends in the place of what was there. */
  public void receive(Kind kind, SectorName sector, InputStream in) throws IOException {
    Parcel.read(in, file(kind, sector));
  }

  static void delete(Path file) throws IOException {
    for (String name : Parcel.names(file)) {
      delete(file.resolve(name));
    }
    Files.deleteIfExists(file);
  }

  /** As {@code StorageInfo} answers. */
  public Map<String, Object> info(String url) {
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

  private long used() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** As {@code StorageStat} answers, in bytes. A folder that is gone is an error. */
  public Map<String, Object> stat() throws IOException {
    if (!isInitialized(path)) {
      throw new IOException(
          "getting local path stat: stat " + path + ": no such file or directory");
    }
    FileStore store = Files.getFileStore(path);
    long max = Json.asLong(meta.get("MaxStorage"));
    long used = max > 0 ? used() : 0;
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
