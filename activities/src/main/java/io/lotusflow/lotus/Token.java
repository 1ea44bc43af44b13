package io.lotusflow.lotus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The token of an API, read from its file each time it is needed and kept nowhere else. An address
 * may follow it, as in {@code MINER_API_INFO}.
 *
 * @param optional a local repository has no token file before its first start; then calls go
 *     without one and may only read
 */
record Token(Path file, boolean optional) {

  static Token of(NodeApi api) {
    return new Token(Path.of(api.tokenFile()), !api.isRemote());
  }

  Optional<String> read() throws IOException {
    try {
      String token = Files.readString(file).strip().split(":", 2)[0];
      return token.isEmpty() ? Optional.empty() : Optional.of(token);
    } catch (NoSuchFileException absent) {
      if (optional) {
        return Optional.empty();
      }
      throw absent;
    }
  }
}
