package io.lotusflow.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parsed classes that the launcher keeps beside the jars, for a start without reading all. */
public final class ClassArchive {

  private static final String OF_COMMANDS = "cli.jsa";
  private static final String OF_WORKERS = "worker.jsa";

  private ClassArchive() {}

  /** For a JVM with the class path of this one; nothing if this program was started without. */
  public static List<String> flags() {
    return flags(OF_COMMANDS);
  }

  /** The same for a worker. */
  public static List<String> flagsOfWorker() {
    List<String> own = flags(OF_WORKERS);
    return own.isEmpty() ? flags() : own;
  }

  private static List<String> flags(String name) {
    Path program = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    Path archive = program.resolve("../..").normalize().resolve(name);
    return Files.exists(archive)
        ? List.of(
            "-XX:SharedArchiveFile=" + archive,
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0")
        : List.of();
  }
}
