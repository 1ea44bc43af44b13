package io.lotusflow.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** A file that nobody but its owner can read, from its first byte on. */
public final class SecretFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private SecretFile() {}

  /**
   * Writes it whole or not at all.
   *
   * @throws FileAlreadyExistsException if there is one and it is not to be replaced
   */
  public static void write(Path file, String secret, boolean replace) throws IOException {
    write(file, secret, replace, draft -> {});
  }

  /**
   * The same for somebody else, in whose folder nothing stays what it was a moment ago.
   *
   * @param give makes the draft theirs, without following links
   */
  public static void write(Path file, String secret, boolean replace, Consumer<Path> give)
      throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + '.' + UUID.randomUUID());
    try {
      try (FileChannel channel = FileChannel.open(draft, NEW, OWNER_ONLY)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(secret);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      give.accept(draft);
      if (replace) {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createLink(file, draft);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
