package io.lotusflow.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Read where it lies, when it is needed: it enters no plan, no history and no log. */
final class Passphrase {
  private static final int SHORTEST = 8;

  private Passphrase() {}

  /** The first line of a file that nobody else reads. */
  static char[] read(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (mode.contains(PosixFilePermission.GROUP_READ)
          || mode.contains(PosixFilePermission.OTHERS_READ)) {
        throw unusable(file, "others can read it; chmod 600");
      }
      String line = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      if (line.length() < SHORTEST) {
        throw unusable(file, "its first line has fewer than " + SHORTEST + " characters");
      }
      return line.toCharArray();
    } catch (IOException e) {
      throw unusable(file, e.getClass().getSimpleName());
    }
  }

  private static RuntimeException unusable(Path file, String why) {
    return BackupProblem.BACKUP_PASSPHRASE_UNUSABLE.because(file, why);
  }
}
