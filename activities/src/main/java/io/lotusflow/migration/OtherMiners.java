package io.lotusflow.migration;

import io.lotusflow.adopt.FoundService;
import io.lotusflow.adopt.LotusProgram;
import io.lotusflow.storage.StorageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Miners and workers that run on this host. Those of other users are not seen by one who is not
 * root.
 *
 * @param found all that runs or is set up
 */
record OtherMiners(List<FoundService> found) {

  /** What all but the one with that repository have open as storage. */
  List<String> storageBut(Path own) {
    return found.stream()
        .filter(FoundService::isRunning)
        .filter(service -> service.program() != LotusProgram.DAEMON)
        .map(service -> Path.of(service.repo()))
        .filter(repo -> !isSame(repo, own))
        .flatMap(repo -> new StorageJson(repo).paths().stream())
        .distinct()
        .toList();
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.equals(other.normalize()) || Files.isSameFile(one, other);
    } catch (IOException notThere) {
      return false;
    }
  }
}
