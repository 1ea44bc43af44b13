package io.lotusflow.backup;

import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.RepoFolder;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Makes one backup: in a folder that nobody sees, which is shown whole. */
final class BackupWriting {
  private static final Path SYSTEMD = Path.of("/etc/systemd/system");
  static final String DAEMON = "daemon";
  static final String MINER = "miner";

  private final BackupPlan plan;
  private final Path supervised;
  private final Programs programs;
  private final ServiceActivities services;
  private final Runnable heartbeat;
  private final List<Manifest.Entry> entries = new ArrayList<>();
  private final List<String> without = new ArrayList<>();

  /**
   * @param supervised where the definitions of services are that no systemd keeps
   */
  BackupWriting(
      BackupPlan plan,
      Path supervised,
      Programs programs,
      ServiceActivities services,
      Runnable heartbeat) {
    this.plan = plan;
    this.supervised = supervised;
    this.programs = programs;
    this.services = services;
    this.heartbeat = heartbeat;
  }

  Backup create(String name) {
    Path base = Path.of(plan.folder());
    Path target = base.resolve(name);
    if (plan.scope().dryRun()) {
      return new Backup(
          Receipt.wouldDo("saves keys, metadata, configurations, units in " + target, commands()),
          "",
          List.of());
    }
    try {
      refuseOpen(RepoFolder.make(base));
      if (Files.exists(target)) {
        Manifest there = BackupReading.at(target, plan.passphraseFile()).require(heartbeat);
        return new Backup(Receipt.alreadySo(target.toString()), target.toString(), there.without());
      }
      removeAbandoned(base, name);
      Path draft = Files.createTempDirectory(base, "." + name + ".");
      try {
        fill(draft);
        if (!show(draft, target)) {
          Manifest there = BackupReading.at(target, plan.passphraseFile()).require(heartbeat);
          return new Backup(
              Receipt.alreadySo(target.toString()), target.toString(), there.without());
        }
      } finally {
        if (Files.exists(draft)) {
          FolderTree.delete(draft);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Backup(Receipt.done(note(target), commands()), target.toString(), without);
  }

  private String note(Path target) {
    String missing =
        without.isEmpty() ? "" : "; without the metadata of " + String.join(" and ", without);
    return "%d files in %s, read back%s".formatted(entries.size(), target, missing);
  }

  private static void refuseOpen(Path base) throws IOException {
    if (BackupFolder.isOpenToOthers(base)) {
      throw BackupProblem.BACKUP_FOLDER_OPEN.because(
          base, PosixFilePermissions.toString(Files.getPosixFilePermissions(base)));
    }
  }

  /** Of attempts that were killed. One that still lives would fail, and be made again. */
  private static void removeAbandoned(Path base, String name) throws IOException {
    try (Stream<Path> all = Files.list(base)) {
      all.filter(path -> path.getFileName().toString().startsWith("." + name + "."))
          .forEach(FolderTree::delete);
    }
  }

  private void fill(Path draft) throws IOException {
    String salt = plan.passphraseFile().isEmpty() ? "" : Sealing.newSalt();
    BackupFolder backup = new BackupFolder(draft, sealing(salt));
    if (plan.daemon().isPresent()) {
      DaemonPlan daemon = plan.daemon().get();
      addRepository(backup, DAEMON, Path.of(daemon.repo()), List.of("config.toml"));
      addMetadata(backup, DAEMON, daemon.service(), lotus(daemon)::backup);
    }
    if (plan.miner().isPresent()) {
      MinerPlan miner = plan.miner().get();
      addRepository(backup, MINER, Path.of(miner.repo()), List.of("config.toml", "storage.json"));
      addMetadata(backup, MINER, miner.service(), miner(miner)::backup);
    }
    for (ServicePlan service : plan.services()) {
      addUnit(backup, service.unit().name());
    }
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            plan.scope().node().value(),
            salt,
            entries,
            without);
    backup.manifest().write(manifest);
    new BackupReading(backup).require(heartbeat);
  }

  private Optional<Sealing> sealing(String salt) {
    return salt.isEmpty()
        ? Optional.empty()
        : Optional.of(Sealing.with(Passphrase.read(Path.of(plan.passphraseFile())), salt));
  }

  private void addRepository(BackupFolder backup, String part, Path repo, List<String> files)
      throws IOException {
    Path keystore = repo.resolve("keystore");
    int before = entries.size();
    try {
      addFolder(backup, part + '/' + BackupFolder.KEYSTORE, keystore);
    } catch (AccessDeniedException notOurs) {
      throw BackupProblem.BACKUP_NO_KEYS.because(keystore);
    }
    if (entries.size() == before) {
      // Each repository has the secret of its API there, if nothing else.
      throw BackupProblem.BACKUP_NO_KEYS.because(keystore);
    }
    for (String file : files) {
      if (Files.isRegularFile(repo.resolve(file))) {
        entries.add(backup.add(part + '/' + file, repo.resolve(file)));
      }
    }
  }

  private void addFolder(BackupFolder backup, String path, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      heartbeat.run();
      entries.add(backup.add(path + '/' + file.getFileName(), file));
    }
  }

  private void addMetadata(
      BackupFolder backup,
      String part,
      ServicePlan service,
      BiFunction<Path, Boolean, Command> command)
      throws IOException {
    boolean runs = services.status(service).running();
    try {
      entries.add(metadata(backup, part, command, !runs));
    } catch (CommandFailed refused) {
      if (!runs) {
        throw refused(part, refused);
      }
      without.add(part);
    }
  }

  private Manifest.Entry metadata(
      BackupFolder backup, String part, BiFunction<Path, Boolean, Command> command, boolean offline)
      throws IOException {
    Path plain = backup.folder().resolve("." + part + ".metadata");
    Files.deleteIfExists(plain);
    try {
      programs.run(command.apply(plain, offline), heartbeat);
      return backup.add(part + '/' + BackupFolder.METADATA, plain);
    } finally {
      Files.deleteIfExists(plain);
    }
  }

  private RuntimeException refused(String part, CommandFailed refused) {
    String said =
        refused.output().map(output -> output.stderr().strip()).orElse(refused.getMessage());
    return BackupProblem.BACKUP_METADATA_REFUSED.because(part, said);
  }

  private void addUnit(BackupFolder backup, String name) throws IOException {
    Path unit = SYSTEMD.resolve(name + ".service");
    if (Files.isReadable(unit)) {
      entries.add(backup.add("units/" + unit.getFileName(), unit));
    }
    addFolder(backup, "units/" + name + ".service.d", SYSTEMD.resolve(name + ".service.d"));
    Path definition = supervised.resolve(name).resolve("service.json");
    if (Files.isReadable(definition)) {
      entries.add(backup.add("units/" + name + ".json", definition));
    }
  }

  /** False if another attempt was faster: its backup is as good, if it can be read. */
  private static boolean show(Path draft, Path target) throws IOException {
    BackupFolder.force(draft);
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException another) {
      return false;
    }
    BackupFolder.force(target.getParent());
    return true;
  }

  /** With the services stopped. */
  Backup complete(Backup before) {
    Path folder = Path.of(before.folder());
    BackupFolder backup = BackupReading.at(folder, plan.passphraseFile()).backup();
    Manifest manifest = backup.manifest().read().orElseThrow();
    entries.addAll(manifest.entries());
    try {
      for (String part : manifest.without()) {
        String path = part + '/' + BackupFolder.METADATA;
        entries.removeIf(entry -> entry.path().equals(path));
        entries.add(metadata(backup, part, command(part), true));
      }
    } catch (CommandFailed failed) {
      throw refused(String.join(", ", manifest.without()), failed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    backup
        .manifest()
        .write(
            new Manifest(
                manifest.format(),
                manifest.made(),
                manifest.node(),
                manifest.salt(),
                entries,
                List.of()));
    new BackupReading(backup).require(heartbeat);
    return new Backup(
        Receipt.done("metadata of " + String.join(" and ", manifest.without()) + " added"),
        before.folder(),
        List.of());
  }

  private BiFunction<Path, Boolean, Command> command(String part) {
    return part.equals(DAEMON)
        ? lotus(plan.daemon().orElseThrow())::backup
        : miner(plan.miner().orElseThrow())::backup;
  }

  private static Lotus lotus(DaemonPlan daemon) {
    return new Lotus(Path.of(daemon.binary()), daemon.api());
  }

  private static LotusMiner miner(MinerPlan miner) {
    return new LotusMiner(Path.of(miner.binary()), miner.api(), miner.node(), miner.environment());
  }

  private String[] commands() {
    List<String> commands = new ArrayList<>();
    plan.daemon()
        .ifPresent(
            daemon -> {
              commands.add("cp -a %1$s/keystore %1$s/config.toml .".formatted(daemon.repo()));
              commands.add("lotus backup " + BackupFolder.METADATA);
            });
    plan.miner()
        .ifPresent(
            miner -> {
              commands.add(
                  "cp -a %1$s/keystore %1$s/config.toml %1$s/storage.json ."
                      .formatted(miner.repo()));
              commands.add("lotus-miner backup " + BackupFolder.METADATA);
            });
    return commands.toArray(String[]::new);
  }
}
