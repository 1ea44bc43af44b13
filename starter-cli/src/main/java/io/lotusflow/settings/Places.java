package io.lotusflow.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Demands on files that are named in settings. */
final class Places {

  /** An absolute path of something that is there, or a URL. */
  static final Shape<String> FILE_OR_URL =
      raw -> {
        String text = Shapes.TEXT.read(raw);
        return text.startsWith("http:") || text.startsWith("https:")
            ? Shapes.URL.read(text)
            : Shapes.PATH.but(Shapes::exists).read(text);
      };

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Places() {}

  /** It can be read, by its owner alone. What is in it is not looked at. */
  static void isSecretFile(String path) {
    Path file = Path.of(path);
    Shapes.exists(path);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new Refused("unreadable", path);
    }
    Set<PosixFilePermission> mode = mode(file);
    if (!OWNER.containsAll(mode)) {
      throw new Refused("not-secret", path, PosixFilePermissions.toString(mode));
    }
  }

  private static Set<PosixFilePermission> mode(Path file) {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (IOException e) {
      throw new Refused("unreadable", file);
    }
  }
}
