package io.lotusflow.backup;

import io.lotusflow.files.FolderTree;
import io.lotusflow.node.RepoFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a backup back. */
public final class BackupReading {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final BackupFolder backup;

  /**
   * What a backup turned out to be.
   *
   * @param files how many there are
   * @param decrypted whether also what is inside encrypted files was looked at
   * @param without repositories whose metadata it has not
   * @param faults what is wrong with it; none if it can be relied on
   */
  public record Found(
      String folder,
      String node,
      String made,
      int files,
      long bytes,
      boolean encrypted,
      boolean decrypted,
      List<String> without,
      List<String> faults) {}

  BackupReading(BackupFolder backup) {
    this.backup = backup;
  }

  /**
   * Of a backup that is there.
   *
   * @param passphraseFile empty = encrypted files are compared by their digests alone
   */
  public static BackupReading at(Path folder, String passphraseFile) {
    Manifest manifest =
        new BackupFolder(folder, Optional.empty())
            .manifest()
            .read()
            .orElseThrow(() -> BackupProblem.BACKUP_NONE.because(folder));
    Optional<Sealing> sealing =
        manifest.isEncrypted() && !passphraseFile.isEmpty()
            ? Optional.of(Sealing.with(Passphrase.read(Path.of(passphraseFile)), manifest.salt()))
            : Optional.empty();
    return new BackupReading(new BackupFolder(folder, sealing));
  }

  BackupFolder backup() {
    return backup;
  }

  Manifest manifest() {
    return backup.manifest().read().orElseThrow();
  }

  public Found look(Runnable heartbeat) {
    Manifest manifest = manifest();
    return new Found(
        backup.folder().toString(),
        manifest.node(),
        manifest.made().toString(),
        manifest.entries().size(),
        manifest.entries().stream().mapToLong(Manifest.Entry::bytes).sum(),
        manifest.isEncrypted(),
        backup.sealing().isPresent(),
        manifest.without(),
        faults(manifest, heartbeat));
  }

  /** Refuses one that cannot be relied on. */
  Manifest require(Runnable heartbeat) {
    Manifest manifest = manifest();
    List<String> faults = faults(manifest, heartbeat);
    if (!faults.isEmpty()) {
      throw BackupProblem.BACKUP_UNREADABLE.because(
          backup.folder(), String.join("; ", faults.subList(0, Math.min(5, faults.size()))));
    }
    return manifest;
  }

  /**
   * Lays everything out as it was before it was saved, decrypted: also what is never put back.
   *
   * @param to is made (0700), with files that their owner alone may read; taken away again if it
   *     cannot be filled
   * @throws FileAlreadyExistsException if there is anything at that place
   */
  public int open(Path to, Runnable heartbeat) throws IOException {
    Manifest manifest = require(heartbeat);
    if (manifest.isEncrypted() && backup.sealing().isEmpty()) {
      throw BackupProblem.BACKUP_LOCKED.because(backup.folder());
    }
    Files.createDirectory(to, OWNER_ONLY);
    boolean whole = false;
    try {
      for (Manifest.Entry entry : manifest.entries()) {
        heartbeat.run();
        layOut(entry, to);
      }
      whole = true;
    } finally {
      if (!whole) {
        FolderTree.delete(to);
      }
    }
    return manifest.entries().size();
  }

  private void layOut(Manifest.Entry entry, Path to) throws IOException {
    Path file = to.resolve(entry.path());
    if (!file.normalize().startsWith(to)) {
      throw BackupProblem.BACKUP_UNREADABLE.because(backup.folder(), entry.path());
    }
    Path at = to;
    for (Path name : Path.of(entry.path()).getParent()) {
      at = RepoFolder.make(at.resolve(name));
    }
    BackupFolder.createClosed(file);
    try (OutputStream out = Files.newOutputStream(file)) {
      backup.copyOut(entry, out);
    }
    BackupFolder.force(file);
  }

  private List<String> faults(Manifest manifest, Runnable heartbeat) {
    try {
      return backup.faults(manifest, heartbeat);
    } catch (Sealing.Locked other) {
      throw BackupProblem.BACKUP_LOCKED.because(backup.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
