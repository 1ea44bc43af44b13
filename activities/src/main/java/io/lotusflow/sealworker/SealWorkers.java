package io.lotusflow.sealworker;

import io.lotusflow.files.FolderNames;
import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.Journal;
import io.lotusflow.storage.StorageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The seal workers that were added on this host: a folder for each node, a file for each worker.
 */
public final class SealWorkers {
  private static final String END = ".json";

  private final Path folder;

  /**
   * Where they are written down.
   *
   * @param folder may not be there yet
   */
  public SealWorkers(Path folder) {
    this.folder = folder;
  }

  /** Those of one node's miner, by name. */
  public List<SealWorker> of(String node) {
    return FolderNames.in(folder.resolve(node)).stream()
        .filter(name -> name.endsWith(END) && !name.startsWith("."))
        .flatMap(name -> find(node, name.substring(0, name.length() - END.length())).stream())
        .toList();
  }

  /** Those of all nodes: they share ports and folders. */
  public List<SealWorker> onHost() {
    return nodes().stream().flatMap(node -> of(node).stream()).toList();
  }

  /** Nodes that have, or had, workers here. */
  List<String> nodes() {
    return FolderNames.in(folder);
  }

  /** All but that one. */
  List<SealWorker> besides(String node, String name) {
    return nodes().stream()
        .flatMap(
            other ->
                of(other).stream()
                    .filter(worker -> !other.equals(node) || !worker.name().equals(name)))
        .toList();
  }

  /** Held by who writes one down: it must not be taken by two at once. */
  Path lock() {
    try {
      return Files.createDirectories(folder).resolve(".lock");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders of all of them, and the paths that they open as storage. */
  public List<String> storagePaths() {
    List<String> paths = new ArrayList<>();
    for (SealWorker worker : onHost()) {
      paths.add(worker.path());
      paths.addAll(new StorageJson(Path.of(worker.path())).paths());
    }
    return paths;
  }

  public Optional<SealWorker> find(String node, String name) {
    return journal(node, name).read();
  }

  /** The file (0600) in which a worker's unit finds its miner's address and token. */
  public Path minerInfo(String node, String name) {
    return folder.resolve(node).resolve(name + ".miner");
  }

  /** The state folder in which they are. */
  Path home() {
    return folder.toAbsolutePath().getParent();
  }

  /** The folder that a worker has left and that is still kept. */
  public Optional<String> keptFolder(String node, String name) {
    return move(node, name).read().map(MoveJournal::kept).filter(kept -> !kept.isEmpty());
  }

  Journal<MoveJournal> move(String node, String name) {
    return new Journal<>(folder.resolve(node).resolve(name + ".move"), MoveJournal.class);
  }

  /** What a move has copied so far. */
  Path copied(String node, String name) {
    return folder.resolve(node).resolve(name + ".copied");
  }

  Path moveLock(String node, String name) {
    return folder.resolve(node).resolve(name + ".moving");
  }

  void write(String node, SealWorker worker) {
    try {
      Files.createDirectories(folder.resolve(node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    journal(node, worker.name()).write(worker);
  }

  void delete(String node, String name) {
    try {
      Files.deleteIfExists(journal(node, name).file());
      Files.deleteIfExists(move(node, name).file());
      Files.deleteIfExists(copied(node, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of a node that is no more. */
  public void forget(String node) {
    if (Files.isDirectory(folder.resolve(node))) {
      FolderTree.delete(folder.resolve(node));
    }
  }

  private Journal<SealWorker> journal(String node, String name) {
    return new Journal<>(folder.resolve(node).resolve(name + END), SealWorker.class);
  }
}
