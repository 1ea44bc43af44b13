package io.lotusflow.host;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.process.Command;
import io.lotusflow.process.Sudo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Folders at places where we may need root's leave. */
public final class Folders {
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private Folders() {}

  /** Whether only root may make or replace something at this place. */
  public static boolean needRoot(Path place) {
    return Sudo.needed() && !Files.isWritable(nearestAbove(place));
  }

  /** The commands after which {@code folder} is there, and ours to write in; none if it is so. */
  public static List<Command> own(Path folder) {
    if (Files.isDirectory(folder) && Files.isWritable(folder)) {
      return List.of();
    }
    Command install = Command.of(MOMENT, "install", "--directory", folder.toString());
    if (!Sudo.needed() || Files.isWritable(nearestThere(folder))) {
      return List.of(install);
    }
    String user = System.getProperty("user.name");
    return List.of(
        Command.of(MOMENT, "install", "--directory", "--owner=" + user, folder.toString())
            .withRoot());
  }

  /** {@code command}, as root if that place asks for it. */
  public static Command at(Path place, Command command) {
    return needRoot(place) ? command.withRoot() : command;
  }

  /** The folder itself or the nearest one above it that is there already. */
  public static Path nearestThere(Path folder) {
    Path at = folder.toAbsolutePath().normalize();
    while (!Files.isDirectory(at)) {
      at = Optional.ofNullable(at.getParent()).orElseThrow();
    }
    return at;
  }

  /** What is left on the file system of a folder that is there or will be. */
  public static ByteSize room(Path folder) {
    try {
      return new ByteSize(Files.getFileStore(nearestThere(folder)).getUsableSpace());
    } catch (IOException e) {
      return new ByteSize(0);
    }
  }

  private static Path nearestAbove(Path place) {
    return nearestThere(Optional.ofNullable(place.toAbsolutePath().getParent()).orElse(place));
  }
}
