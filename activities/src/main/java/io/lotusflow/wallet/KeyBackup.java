package io.lotusflow.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.node.RepoFolder;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One file per key, as {@code lotus wallet export} writes it and {@code lotus wallet import} reads
 * it. The key is in that file and, for a moment, in the memory of this process; nowhere else.
 */
final class KeyBackup {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lotus lotus;
  private final FullNode node;
  private final Programs programs;
  private final Path folder;

  KeyBackup(Lotus lotus, Programs programs, Path folder) {
    this.lotus = lotus;
    this.node = FullNode.at(lotus.node());
    this.programs = programs;
    this.folder = folder;
  }

  Path file(String address) {
    return folder.resolve(address + ".key");
  }

  boolean isThere(String address) {
    return Files.isRegularFile(file(address));
  }

  /** Whether the file holds the key that the daemon has; the daemon itself is asked. */
  boolean holds(String address) {
    try {
      String kept = Files.readString(file(address)).strip();
      return parse(kept).filter(node.exportKey(address)::equals).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Exports the key, then compares. */
  void make(String address) {
    RepoFolder.make(folder);
    try {
      writeThrough(address, export(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!holds(address)) {
      throw WalletProblem.KEY_BACKUP_DIFFERS.because(file(address), address);
    }
  }

  private String export(String address) {
    String exported = programs.run(lotus.exportWallet(address)).line();
    if (parse(exported).filter(KeyBackup::isKey).isEmpty()) {
      throw WalletProblem.KEY_EXPORT_UNREADABLE.because(address);
    }
    return exported;
  }

  private static Optional<JsonNode> parse(String hex) {
    try {
      return Optional.of(JSON.readTree(HexFormat.of().parseHex(hex)));
    } catch (IOException | RuntimeException notAKey) {
      return Optional.empty();
    }
  }

  private static boolean isKey(JsonNode key) {
    try {
      return key.path("Type").isTextual() && key.path("PrivateKey").binaryValue().length == 32;
    } catch (IOException | RuntimeException notBase64) {
      return false;
    }
  }

  private void writeThrough(String address, String key) throws IOException {
    Path draft = file(address).resolveSibling("." + address + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] bytes = (key + '\n').getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.force(true);
    }
    Arrays.fill(bytes, (byte) 0);
    Files.move(draft, file(address), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    }
  }
}
