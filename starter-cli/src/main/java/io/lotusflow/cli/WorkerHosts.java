package io.lotusflow.cli;

import io.lotusflow.files.FolderNames;
import io.lotusflow.run.HostId;
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

  /** What else lies there is nobody's. */
  List<HostId> names() {
    return FolderNames.in(folder).stream().filter(HostId::isOne).map(HostId::new).toList();
  }

  void remember(HostId host) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(host.value()), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void forget(HostId host) {
    try {
      Files.deleteIfExists(folder.resolve(host.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
