package io.lotusflow.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a backup back. */
public final class BackupReading {
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
