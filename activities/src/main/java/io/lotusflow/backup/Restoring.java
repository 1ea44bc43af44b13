package io.lotusflow.backup;

import io.lotusflow.node.RepoFolder;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts back what was lost. Nothing that is there is overwritten: a key that differs stops it before
 * it writes anything, a configuration is kept beside. Metadata stays where it is: an older one
 * gives sector numbers twice and forgets what was signed.
 */
final class Restoring {
  private final RestorePlan plan;
  private final ServiceActivities services;
  private final BackupReading reading;

  Restoring(RestorePlan plan, ServiceActivities services) {
    this.plan = plan;
    this.services = services;
    this.reading = BackupReading.at(Path.of(plan.folder()), plan.where().passphraseFile());
  }

  Receipt restore(Runnable heartbeat) {
    Manifest manifest = reading.require(heartbeat);
    if (manifest.isEncrypted() && reading.backup().sealing().isEmpty()) {
      throw BackupProblem.BACKUP_LOCKED.because(plan.folder());
    }
    if (!manifest.node().equals(plan.scope().node().value())) {
      throw BackupProblem.BACKUP_OF_ANOTHER.because(manifest.node(), plan.scope().node());
    }
    refuseRunning();
    try {
      return restore(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuseRunning() {
    for (ServicePlan service : plan.where().services()) {
      if (services.status(service).running()) {
        throw BackupProblem.BACKUP_NODE_RUNS.because(service.unit().name());
      }
    }
  }

  private Receipt restore(Manifest manifest) throws IOException {
    Map<Path, byte[]> wanted = new TreeMap<>();
    List<String> configurations = new ArrayList<>();
    for (Manifest.Entry entry : manifest.entries()) {
      Path target = target(entry);
      if (target == null) {
        continue;
      }
      byte[] saved = saved(entry);
      boolean there = Files.exists(target);
      if (there && Arrays.equals(Files.readAllBytes(target), saved)) {
        continue;
      }
      boolean key = entry.path().contains('/' + BackupFolder.KEYSTORE + '/');
      if (key && there) {
        throw BackupProblem.BACKUP_KEY_DIFFERS.because(target);
      }
      if (key || !there || plan.configurations()) {
        wanted.put(target, saved);
      } else {
        configurations.add(target.toString());
      }
    }
    String note = note(wanted.size(), configurations);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(
          note, wanted.keySet().stream().map(path -> "writes " + path).toArray(String[]::new));
    }
    for (Map.Entry<Path, byte[]> file : wanted.entrySet()) {
      write(file.getKey(), file.getValue());
      Arrays.fill(file.getValue(), (byte) 0);
    }
    return wanted.isEmpty() ? Receipt.alreadySo(note) : Receipt.done(note);
  }

  private static String note(int files, List<String> configurations) {
    return configurations.isEmpty()
        ? files + " files put back; metadata is left as it is"
        : "%d files put back; left as they are: metadata, %s"
            .formatted(files, String.join(", ", configurations));
  }

  /** Null for what is not put back. */
  private Path target(Manifest.Entry entry) {
    if (entry.path().endsWith('/' + BackupFolder.METADATA) || entry.path().startsWith("units/")) {
      return null;
    }
    int slash = entry.path().indexOf('/');
    String rest = entry.path().substring(slash + 1);
    return switch (entry.path().substring(0, slash)) {
      case BackupWriting.DAEMON ->
          plan.where().daemon().map(daemon -> Path.of(daemon.repo(), rest)).orElse(null);
      case BackupWriting.MINER ->
          plan.where().miner().map(miner -> Path.of(miner.repo(), rest)).orElse(null);
      default -> null;
    };
  }

  private byte[] saved(Manifest.Entry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    reading.backup().copyOut(entry, bytes);
    return bytes.toByteArray();
  }

  private static void write(Path target, byte[] bytes) throws IOException {
    RepoFolder.make(target.getParent());
    if (Files.exists(target)) {
      Path beside = target.resolveSibling(target.getFileName() + ".before-restore");
      Files.copy(
          target, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path draft = target.resolveSibling("." + target.getFileName() + ".restored");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, bytes);
    BackupFolder.force(draft);
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    BackupFolder.force(target.getParent());
  }
}
