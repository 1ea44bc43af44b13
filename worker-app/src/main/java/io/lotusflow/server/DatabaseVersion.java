package io.lotusflow.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The version of the server that wrote a database, kept in a file beside it. The embedded server
 * cannot migrate its schema, so no other version may open the same file.
 */
final class DatabaseVersion {

  private final Path database;
  private final Path record;

  DatabaseVersion(Path database) {
    this.database = database;
    this.record = database.resolveSibling(database.getFileName() + ".version");
  }

  /** Absent as long as there is no database. */
  Optional<String> recorded() {
    try {
      return Files.exists(database) && Files.exists(record)
          ? Optional.of(Files.readString(record).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Claims the database for that binary.
   *
   * @throws UpRefused of kind OTHER_VERSION
   */
  void claim(TemporalBinary binary) {
    Optional<String> before = recorded();
    if (before.isPresent() && !before.get().equals(binary.version())) {
      throw new UpRefused(
          UpRefused.Kind.OTHER_VERSION,
          "other-version",
          database,
          before.get(),
          binary.path(),
          binary.version(),
          BinaryFinder.VARIABLE);
    }
    try {
      Files.writeString(record, binary.version() + '\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
