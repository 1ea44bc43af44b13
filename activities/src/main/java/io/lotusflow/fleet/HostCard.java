package io.lotusflow.fleet;

import io.lotusflow.files.FolderTree;
import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a host was enrolled as; {@code host.json} in its state folder.
 *
 * @param tell who is told when it is away, and by which host
 */
public record HostCard(String name, List<HostRole> roles, Optional<Scope> tell) {

  public HostCard {
    roles = List.copyOf(roles);
  }

  /** Empty on a host that was never enrolled. */
  public static Optional<HostCard> read(Home home) {
    try {
      return Files.exists(file(home))
          ? Optional.of(Payloads.mapper().readValue(file(home).toFile(), HostCard.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces it in one step. It is no secret, but nobody's business either. */
  public void write(Home home) {
    try {
      SecretFile.write(file(home), Payloads.mapper().writeValueAsString(this), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The state folder goes on as another host's, without the key that the other one still has. */
  public static void forget(Home home) throws IOException {
    Files.deleteIfExists(file(home));
    Files.deleteIfExists(home.hostKey());
    FolderTree.delete(home.knownHosts());
  }

  private static Path file(Home home) {
    return home.folder().resolve("host.json");
  }
}
