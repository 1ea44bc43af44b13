package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.sealing.StorageConfig;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The storage paths that a running miner has open, by id. */
final class LocalStorage {
  private static final Log LOG = new Log("stores");

  private final StorageConfig config;
  private final TreeMap<String, StoragePath> open = new TreeMap<>();

  private LocalStorage(StorageConfig config) {
    this.config = config;
  }

  /**
   * Opens all paths of the configuration; one that is missing or not initialized is an error, and
   * the miner does not start.
   */
  static LocalStorage open(StorageConfig config) throws IOException {
    LocalStorage storage = new LocalStorage(config);
    for (String path : config.read()) {
      try {
        storage.openPath(Path.of(path));
      } catch (IOException e) {
        throw new IOException("opening path " + path + ": " + e.getMessage(), e);
      }
    }
    return storage;
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
    LOG.info("paths/index.go:181", "New sector storage: " + opened.id());
  }

  /** Opens the path and remembers it. A second time is an error. */
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

  synchronized void detach(String path) throws IOException {
    List<String> paths = new ArrayList<>(config.read());
    if (!paths.remove(path)) {
      throw new IOException("no local paths match '" + path + "'");
    }
    config.write(paths);
    open.values().removeIf(opened -> opened.path().toString().equals(path));
  }

  synchronized Optional<StoragePath> find(String id) {
    return Optional.ofNullable(open.get(id));
  }

  /** Whether one of the paths takes sealing. */
  boolean canSeal() {
    return all().stream().anyMatch(StoragePath::canSeal);
  }

  synchronized Collection<StoragePath> all() {
    return new ArrayList<>(open.values());
  }
}
