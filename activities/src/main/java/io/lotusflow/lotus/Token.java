package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /**
   * What it allows; none without one. A token that cannot be read, the next call complains of.
   *
   * @param verify asks the API
   */
  List<String> permissions(Function<String, JsonNode> verify) {
    String ours;
    try {
      ours = read().orElse("");
    } catch (IOException unreadable) {
      return List.of();
    }
    List<String> permissions = new ArrayList<>();
    if (!ours.isEmpty()) {
      verify.apply(ours).forEach(permission -> permissions.add(permission.asText()));
    }
    return permissions;
  }
}
