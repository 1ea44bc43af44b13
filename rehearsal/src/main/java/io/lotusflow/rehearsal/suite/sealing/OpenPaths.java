package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.cli.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The storage paths that a running miner or worker has open, by id. */
public final class OpenPaths {
  private static final Log LOG = new Log("stores");

  private final StorageConfig config;
  private final TreeMap<String, StoragePath> open = new TreeMap<>();

  private OpenPaths(StorageConfig config) {
    this.config = config;
  }

  /**
   * Opens all paths of the configuration; one that is missing or not initialized is an error, and
   * whoever wants them does not start.
   */
  public static OpenPaths open(StorageConfig config) throws IOException {
    OpenPaths storage = new OpenPaths(config);
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
  public synchronized void attach(String path) throws IOException {
    try {
      openPath(Path.of(path));
    } catch (IOException e) {
      throw new IOException("opening local path: " + e.getMessage(), e);
    }
    List<String> paths = config.read();
    paths.add(path);
    config.write(paths);
  }

  /** Closes the path and forgets it; returns its id. */
  public synchronized String detach(String path) throws IOException {
    List<String> paths = new ArrayList<>(config.read());
    if (!paths.remove(path)) {
      throw new IOException("no local paths match '" + path + "'");
    }
    config.write(paths);
    for (StoragePath known : all()) {
      if (known.path().toString().equals(path)) {
        open.remove(known.id());
        return known.id();
      }
    }
    return "";
  }

  public synchronized Optional<StoragePath> find(String id) {
    return Optional.ofNullable(open.get(id));
  }

  /** Whether one of the paths takes sealing. */
  public boolean canSeal() {
    return all().stream().anyMatch(StoragePath::canSeal);
  }

  /** The path that has something of the sector. */
  public Optional<StoragePath> holder(SectorName sector) {
    return all().stream().filter(path -> path.kinds(sector) != 0).findFirst();
  }

  /** The path that has something of the sector, else one that takes it. */
  public Optional<StoragePath> pathFor(SectorName sector) {
    return holder(sector).or(() -> all().stream().filter(StoragePath::canSeal).findFirst());
  }

  public synchronized Collection<StoragePath> all() {
    return new ArrayList<>(open.values());
  }
}
