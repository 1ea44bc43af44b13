package io.lotusflow.migration;

import io.lotusflow.storage.StorageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Miners and workers that run on this host, by the repositories in their environment. Those of
 * other users are not seen by one who is not root.
 */
record OtherMiners(Path proc) {
  private static final Set<String> REPOSITORIES =
      Set.of("LOTUS_MINER_PATH", "LOTUS_STORAGE_PATH", "LOTUS_WORKER_PATH", "WORKER_PATH");

  static OtherMiners ofThisHost() {
    return new OtherMiners(Path.of("/proc"));
  }

  /** What all but the one with that repository have open as storage. */
  List<String> storageBut(Path own) {
    List<String> paths = new ArrayList<>();
    for (Path repo : repositories()) {
      if (!repo.normalize().equals(own.normalize())) {
        paths.addAll(new StorageJson(repo).paths());
      }
    }
    return paths;
  }

  private Set<Path> repositories() {
    Set<Path> repositories = new TreeSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        for (String variable : environment(process)) {
          int name = variable.indexOf('=');
          if (name > 0
              && REPOSITORIES.contains(variable.substring(0, name))
              && variable.startsWith("/", name + 1)) {
            repositories.add(Path.of(variable.substring(name + 1)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return repositories;
  }

  private static List<String> environment(Path process) {
    try {
      byte[] all = Files.readAllBytes(process.resolve("environ"));
      return List.of(new String(all, StandardCharsets.UTF_8).split("\0", -1));
    } catch (IOException goneOrNotOurs) {
      return List.of();
    }
  }
}
