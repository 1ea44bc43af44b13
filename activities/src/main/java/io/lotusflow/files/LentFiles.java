package io.lotusflow.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What root gives to a service that runs as another user. Only root may; done again, it changes
 * nothing.
 */
public final class LentFiles {
  private static final Set<PosixFilePermission> PASSAGE =
      PosixFilePermissions.fromString("rwx--x--x");

  private final String user;

  /**
   * For a user that is there.
   *
   * @param user as in a unit's {@code User=}
   */
  public LentFiles(String user) {
    this.user = user;
  }

  /**
   * Makes a file or folder the user's own; what lies in a folder stays as it is. A link that is the
   * user's leads nowhere: it would make anything theirs.
   */
  public void give(Path path) {
    try {
      UserPrincipal wanted =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
      boolean theirs = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(wanted);
      if (!theirs) {
        Files.getFileAttributeView(
                path.toRealPath(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setOwner(wanted);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give " + path + " to " + user, e);
    }
  }

  /**
   * Lets everybody who knows its name reach {@code file} from {@code top} on, but list nothing:
   * first all else in the folders on the way is closed to others.
   */
  public void letThrough(Path top, Path file) {
    try {
      for (Path folder = top; !folder.equals(file); ) {
        Path next = folder.resolve(folder.relativize(file).getName(0));
        for (Path other : others(folder, next)) {
          close(other);
        }
        Files.setPosixFilePermissions(folder, PASSAGE);
        folder = next;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> others(Path folder, Path next) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.equals(next) && !Files.isSymbolicLink(path)).toList();
    }
  }

  /** What another service was lent keeps its passage. */
  private static void close(Path path) throws IOException {
    Set<PosixFilePermission> mode =
        EnumSet.copyOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    if (mode.equals(PASSAGE)) {
      return;
    }
    Set<PosixFilePermission> own = EnumSet.copyOf(mode);
    own.retainAll(PosixFilePermissions.fromString("rwx------"));
    if (!own.equals(mode)) {
      Files.setPosixFilePermissions(path, own);
    }
  }
}
