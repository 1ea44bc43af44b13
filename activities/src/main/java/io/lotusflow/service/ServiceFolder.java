package io.lotusflow.service;

import io.lotusflow.files.FolderTree;
import io.lotusflow.process.ProcessId;
import io.lotusflow.process.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/** What is known of one supervised service; half of it is written by its supervisor. */
record ServiceFolder(Path folder) {
  /** In the environment of supervisor and program; its value is the service's folder. */
  static final String TAG = "LOTUSFLOW_SERVICE";

  private static final String DEFINITION = "service.json";
  private static final String WANTED = "wanted";
  private static final String STOP = "stop";

  /** The unit's name, where the supervisor is started by a systemd after all. */
  String unit() {
    return "lotusflow-supervised-"
        + Integer.toHexString(folder.toString().hashCode())
        + '-'
        + folder.getFileName();
  }

  Optional<String> definition() {
    return text(DEFINITION);
  }

  void define(String json) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      // Of each caller its own: two attempts may start a service at once.
      Path fresh = Files.createTempFile(folder, DEFINITION, ".new");
      Files.writeString(fresh, json);
      Files.move(fresh, folder.resolve(DEFINITION), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on it should run. */
  void want() {
    delete(STOP);
    touch(WANTED);
  }

  /** From now on it should not: its supervisor does not start it again. */
  void unwant() {
    delete(WANTED);
    touch(STOP);
  }

  boolean isWanted() {
    return Files.exists(folder.resolve(WANTED));
  }

  /** Present while it lives. */
  Optional<ProcessId> supervisor() {
    return living("supervisor");
  }

  /** Present while it lives, whoever supervises it. */
  Optional<ProcessId> program() {
    return living("program");
  }

  Optional<Instant> programSince() {
    try {
      return Optional.of(Files.getLastModifiedTime(folder.resolve("program")).toInstant());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  int restarts() {
    return text("restarts").map(String::strip).map(Integer::parseInt).orElse(0);
  }

  ProcessTree tree() {
    return new ProcessTree(TAG, folder.toString(), Optional.empty(), supervisor());
  }

  void delete() {
    FolderTree.delete(folder);
  }

  private Optional<ProcessId> living(String file) {
    String boot = ProcessId.currentBoot();
    return text(file).flatMap(ProcessId::parse).filter(process -> process.alive(boot));
  }

  private Optional<String> text(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void touch(String name) {
    try {
      Files.writeString(folder.resolve(name), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
