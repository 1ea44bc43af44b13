package io.lotusflow.rehearsal.suite.worker;

import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.sealing.StorageConfig;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The storage paths of a worker: its own folder, unless it was started without, and others. */
final class WorkerPaths {
  private final StorageConfig config;
  private final Map<String, StoragePath> open = new TreeMap<>();

  private WorkerPaths(StorageConfig config) {
    this.config = config;
  }

  /** A new worker's folder becomes a path for sealing. */
  static WorkerPaths open(Repo repo, boolean withOwnFolder) throws IOException {
    StorageConfig config = new StorageConfig(repo.resolve("storage.json"));
    if (config.read().isEmpty() && withOwnFolder) {
      if (!StoragePath.isInitialized(repo.path())) {
        StoragePath.initialize(
            repo.path(), new StoragePath.Options(10, true, false, 0, List.of(), List.of()));
      }
      config.write(new ArrayList<>(List.of(repo.path().toString())));
    }
    WorkerPaths paths = new WorkerPaths(config);
    for (String path : config.read()) {
      paths.openPath(Path.of(path));
    }
    return paths;
  }

  private void openPath(Path path) throws IOException {
    StoragePath opened = StoragePath.open(path);
    if (open.containsKey(opened.id())) {
      throw new IOException(
          "path with ID "
              + opened.id()
              + " already opened: '"
              + open.get(opened.id()).path()
              + "'");
    }
    open.put(opened.id(), opened);
  }

  synchronized List<StoragePath> all() {
    return List.copyOf(open.values());
  }

  /** The path that has the sector, else one that could. */
  synchronized Optional<StoragePath> pathFor(SectorName sector) {
    try {
      for (StoragePath path : open.values()) {
        if (path.sectors().containsKey(sector)) {
          return Optional.of(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open.values().stream().filter(StoragePath::canSeal).findFirst();
  }

  synchronized void attach(String path) throws IOException {
    try {
      openPath(Path.of(path));
    } catch (IOException e) {
      throw new IOException("opening local path: " + e.getMessage(), e);
    }
    List<String> paths = config.read();
    paths.add(path);
    config.write(paths);
  }

  synchronized String detach(String path) throws IOException {
    List<String> paths = new ArrayList<>(config.read());
    if (!paths.remove(path)) {
      throw new IOException("no local paths match '" + path + "'");
    }
    config.write(paths);
    for (StoragePath known : List.copyOf(open.values())) {
      if (known.path().toString().equals(path)) {
        open.remove(known.id());
        return known.id();
      }
    }
    return "";
  }

  /** As {@code Paths} answers. */
  List<Object> json(String url) {
    List<Object> all = new ArrayList<>();
    for (StoragePath path : all()) {
      Map<String, Object> info = path.info(url);
      all.add(
          Json.object(
              "ID", path.id(),
              "Weight", info.get("Weight"),
              "LocalPath", path.path().toString(),
              "CanSeal", path.canSeal(),
              "CanStore", path.canStore()));
    }
    return all;
  }
}
