package io.lotusflow.miner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/** The repository folder of a miner, and the files beside it that are ours. */
record MinerFolder(Path repo) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  Path beside(String suffix) {
    return repo.resolveSibling(repo.getFileName() + suffix);
  }

  boolean isEmpty() {
    return firstEntry().isEmpty();
  }

  Optional<String> firstEntry() {
    if (!Files.isDirectory(repo)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(repo)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An init that came to its end leaves these. */
  boolean isInitialized() {
    return Files.isRegularFile(repo.resolve("config.toml"))
        && Files.isDirectory(repo.resolve("keystore"))
        && Files.isDirectory(repo.resolve("datastore"));
  }

  boolean isMount() {
    try {
      Path parent = repo.toAbsolutePath().getParent();
      return parent != null
          && Files.isDirectory(repo)
          && !Files.getAttribute(repo, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the folder's parent, not the folder: Lotus makes that. */
  void makeParent() {
    try {
      Files.createDirectories(repo.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A repository that an init began and did not finish can neither init nor run. */
  Optional<Path> setAside() {
    if (isEmpty()) {
      return Optional.empty();
    }
    Path aside = beside(".unfinished-" + STAMP.format(Instant.now()));
    try {
      Files.move(repo, aside, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(aside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
