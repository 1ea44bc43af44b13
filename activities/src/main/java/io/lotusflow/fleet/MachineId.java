package io.lotusflow.fleet;

import io.lotusflow.files.Sha256;
import io.lotusflow.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which machine a state folder belongs to: the folder keeps a digest of its machine's id, so that
 * one that came along with a disk image is told from the one it was copied from.
 */
public final class MachineId {

  private final Path mark;
  private final Path machineId;

  /**
   * @param machineId the file that systemd makes once per installation
   */
  MachineId(Home home, Path machineId) {
    this.mark = home.folder().resolve("host-machine");
    this.machineId = machineId;
  }

  public static MachineId of(Home home) {
    return new MachineId(home, Path.of("/etc/machine-id"));
  }

  /** A digest, as the id itself is to be told to nobody; empty where the machine has none. */
  public Optional<String> here() {
    return line(machineId).map(id -> Sha256.hex("lotusflow " + id).substring(0, 16));
  }

  /**
   * Whether the folder was made on another machine. The first who asks settles where it is from.
   */
  public boolean isAnothers() {
    Optional<String> here = here();
    Optional<String> marked = line(mark);
    if (here.isPresent() && marked.isEmpty()) {
      settle();
    }
    return here.isPresent() && marked.isPresent() && !here.equals(marked);
  }

  /** From now on the folder belongs to this machine. */
  public void settle() {
    here()
        .ifPresent(
            id -> {
              try {
                Files.writeString(mark, id + '\n');
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Optional<String> line(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
