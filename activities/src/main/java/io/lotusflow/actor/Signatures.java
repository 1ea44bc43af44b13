package io.lotusflow.actor;

import io.lotusflow.lotus.MessageSignature;
import io.lotusflow.node.RepoFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Signatures that were made on another machine, on their way to the run that waits for one. */
public final class Signatures {
  private final Path folder;

  /**
   * @param folder in which messages lie that are being sent
   */
  public Signatures(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays one down for a run; another one replaces it.
   *
   * @param workflowId of the run
   * @param hex what {@code lotus wallet sign} printed
   * @throws IllegalArgumentException if it is no signature
   */
  public void put(String workflowId, String hex) {
    MessageSignature.ofHex(hex);
    Path file = file(workflowId);
    RepoFolder.make(folder);
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, hex.strip() + '\n');
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<MessageSignature> find(String workflowId) {
    try {
      return Files.exists(file(workflowId))
          ? Optional.of(MessageSignature.ofHex(Files.readString(file(workflowId))))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void forget(String workflowId) {
    try {
      Files.deleteIfExists(file(workflowId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String workflowId) {
    return folder.resolve(workflowId.replace('/', '-') + ".signature");
  }
}
