package io.lotusflow.backup;

import io.lotusflow.copy.FileBytes;
import io.lotusflow.files.Sha256;
import io.lotusflow.lotus.Journal;
import io.lotusflow.node.RepoFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One backup on disk: a folder (0700) of files (0600), and a manifest with the digest of each.
 *
 * @param sealing absent where it is not encrypted
 */
record BackupFolder(Path folder, Optional<Sealing> sealing) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  static final String METADATA = "metadata.backup";
  static final String KEYSTORE = "keystore";

  Journal<Manifest> manifest() {
    return new Journal<>(folder.resolve(Manifest.NAME), Manifest.class);
  }

  /** Copies one file, encrypted or not; on disk when this returns. */
  Manifest.Entry add(String path, Path from) throws IOException {
    Path target = folder.resolve(path);
    makeFolders(Path.of(path).getParent());
    Files.deleteIfExists(target);
    createClosed(target);
    MessageDigest sha = Sha256.begin();
    try (InputStream in = Files.newInputStream(from);
        OutputStream file = Files.newOutputStream(target);
        OutputStream out = new DigestOutputStream(file, sha)) {
      if (sealing.isPresent()) {
        sealing.get().seal(path, in, out);
      } else {
        in.transferTo(out);
      }
    }
    force(target);
    force(target.getParent());
    return new Manifest.Entry(
        path, from.toString(), Files.size(target), HexFormat.of().formatHex(sha.digest()));
  }

  /** Each of them closed to others, not only the last. */
  private void makeFolders(Path below) {
    Path at = folder;
    for (Path name : below) {
      at = RepoFolder.make(at.resolve(name));
    }
  }

  /**
   * What is wrong with the backup as it lies there; nothing if it can be relied on. Everything is
   * read, and decrypted where the passphrase is given.
   */
  List<String> faults(Manifest manifest, Runnable heartbeat) throws IOException {
    List<String> faults = new ArrayList<>();
    Map<String, Manifest.Entry> missing = new TreeMap<>();
    manifest.entries().forEach(entry -> missing.put(entry.path(), entry));
    for (Path file : files()) {
      heartbeat.run();
      String path = folder.relativize(file).toString();
      Manifest.Entry entry = missing.remove(path);
      if (entry == null) {
        faults.add(path + " is not in the manifest");
      } else {
        fault(manifest, entry, file).ifPresent(what -> faults.add(path + ' ' + what));
      }
    }
    missing.keySet().forEach(path -> faults.add(path + " is missing"));
    return faults;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> !file.equals(folder.resolve(Manifest.NAME)))
          .sorted()
          .toList();
    }
  }

  private Optional<String> fault(Manifest manifest, Manifest.Entry entry, Path file)
      throws IOException {
    if (isOpenToOthers(file)) {
      return Optional.of("can be read by others");
    }
    if (!Sha256.hex(file).equals(entry.sha256())) {
      return Optional.of("has another digest");
    }
    return manifest.isEncrypted() && sealing.isEmpty()
        ? Optional.empty()
        : faultInside(manifest, entry);
  }

  private Optional<String> faultInside(Manifest manifest, Manifest.Entry entry) throws IOException {
    boolean metadata = entry.path().endsWith('/' + METADATA);
    if (!manifest.isEncrypted()) {
      return metadata ? faultOfMetadata(folder.resolve(entry.path())) : Optional.empty();
    }
    if (!metadata) {
      copyOut(entry, OutputStream.nullOutputStream());
      return Optional.empty();
    }
    Path plain = Files.createTempFile(folder.getParent(), ".metadata", ".read", OWNER_ONLY);
    try {
      try (OutputStream out = Files.newOutputStream(plain)) {
        copyOut(entry, out);
      }
      return faultOfMetadata(plain);
    } finally {
      Files.deleteIfExists(plain);
    }
  }

  private static Optional<String> faultOfMetadata(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MetadataFile.entriesOf(in);
      return Optional.empty();
    } catch (IOException damaged) {
      return Optional.of("is damaged: " + damaged.getMessage());
    }
  }

  /** What was saved, as it was. */
  void copyOut(Manifest.Entry entry, OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(entry.path()))) {
      if (sealing.isPresent()) {
        sealing.get().open(entry.path(), in, out);
      } else {
        in.transferTo(out);
      }
    }
  }

  /** A file that was not there, and that only its owner may ever read. */
  static void createClosed(Path file) throws IOException {
    Files.createFile(file, OWNER_ONLY);
  }

  static boolean isOpenToOthers(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).stream()
        .anyMatch(mode -> !mode.name().startsWith("OWNER"));
  }

  static void force(Path path) {
    try {
      FileBytes.force(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
