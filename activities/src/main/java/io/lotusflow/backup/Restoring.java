package io.lotusflow.backup;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
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
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  private void write(Path target, byte[] bytes) throws IOException {
    Path repo = repositoryOf(target);
    if (!Files.isDirectory(target.getParent())) {
      own(repo, RepoFolder.make(target.getParent()));
    }
    if (Files.exists(target)) {
      Files.copy(target, beside(target), StandardCopyOption.COPY_ATTRIBUTES);
    }
    // Not in the keystore: Lotus takes every file there for a key.
    Path draft = repo.resolve("." + target.getFileName() + ".restored");
    Files.deleteIfExists(draft);
    BackupFolder.createClosed(draft);
    Files.write(draft, bytes);
    BackupFolder.force(draft);
    own(repo, draft);
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    BackupFolder.force(target.getParent());
  }

  private Path repositoryOf(Path target) {
    return Stream.concat(
            plan.where().daemon().map(DaemonPlan::repo).stream(),
            plan.where().miner().map(MinerPlan::repo).stream())
        .map(Path::of)
        .filter(target::startsWith)
        .max(Comparator.comparing(Path::getNameCount))
        .orElseThrow();
  }

  /** What an earlier restore kept stays. */
  private static Path beside(Path target) {
    String name = target.getFileName() + ".before-restore";
    Path beside = target.resolveSibling(name);
    for (int i = 2; Files.exists(beside); i++) {
      beside = target.resolveSibling(name + '-' + i);
    }
    return beside;
  }

  /** Whoever runs Lotus has to read what was put back, also where that is not us. */
  private static void own(Path like, Path path) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(wanted.owner()) || !now.group().equals(wanted.group())) {
      view.setOwner(wanted.owner());
      view.setGroup(wanted.group());
    }
  }
}
