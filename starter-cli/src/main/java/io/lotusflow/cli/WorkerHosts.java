package io.lotusflow.cli;

import io.lotusflow.files.FolderNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other hosts that were given seal workers from here: an empty file for each. */
final class WorkerHosts {

  private final Path folder;

  /** Of one node's miner. */
  WorkerHosts(Session session, String node) {
    this.folder = session.home().sealHosts().resolve(node);
  }

  List<String> names() {
    return FolderNames.in(folder);
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
