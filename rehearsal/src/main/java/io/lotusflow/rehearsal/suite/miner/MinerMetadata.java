package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.repo.Repo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a miner remembers in its datastore: which actor it is. Written at the very end of its
 * creation.
 */
final class MinerMetadata {
  private final Path file;

  MinerMetadata(Repo repo) {
    this.file = repo.resolve("datastore/metadata/miner-address");
  }

  Optional<String> address() throws IOException {
    return Files.exists(file)
        ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
        : Optional.empty();
  }

  void setAddress(String address) throws IOException {
    Repo.replace(file, address);
  }
}
