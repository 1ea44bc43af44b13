package io.lotusflow.chain;

import io.lotusflow.files.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What makes a node itself, beside its chain: one digest over names and contents. */
final class Identities {
  private static final List<String> FILES = List.of("token", "config.toml");
  private static final String KEYSTORE = "keystore";

  private Identities() {}

  static String ofNode(Path repo) {
    MessageDigest sha = Sha256.begin();
    addTree(sha, repo.resolve(KEYSTORE));
    FILES.forEach(name -> add(sha, repo, repo.resolve(name)));
    return HexFormat.of().formatHex(sha.digest());
  }

  static String ofTree(Path folder) {
    MessageDigest sha = Sha256.begin();
    addTree(sha, folder);
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void addTree(MessageDigest sha, Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).sorted().forEach(file -> add(sha, folder, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(MessageDigest sha, Path root, Path file) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try {
      sha.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      sha.update(Sha256.begin().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
