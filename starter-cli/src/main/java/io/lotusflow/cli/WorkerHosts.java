package io.lotusflow.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Other hosts that were given seal workers from here: an empty file for each. */
final class WorkerHosts {

  private final Path folder;

  /** Of one node's miner. */
  WorkerHosts(Session session, String node) {
    this.folder = session.home().sealHosts().resolve(node);
  }

  List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remember(String host) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(host), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void forget(String host) {
    try {
      Files.deleteIfExists(folder.resolve(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
