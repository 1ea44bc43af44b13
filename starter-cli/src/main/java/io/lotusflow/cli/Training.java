package io.lotusflow.cli;

import io.lotusflow.home.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does what most calls do, on an empty home and without a server, so that the launcher can record
 * the classes they load.
 */
public final class Training {

  private static final String NOBODY = "127.0.0.1:1";

  private Training() {}

  public static void main(String[] args) throws IOException {
    Main.keepLibrariesQuiet();
    Path folder = Files.createTempDirectory("lotusflow");
    try {
      call(folder, "status");
      call(folder, "status", "-o", "json");
      call(folder, "run", "list", "--address", NOBODY);
      call(folder, "--help");
    } finally {
      delete(folder);
    }
  }

  private static void call(Path folder, String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(
        new Session(
            System.getenv(),
            new Home(folder),
            new BufferedReader(Reader.nullReader()),
            nowhere,
            nowhere,
            new Screen(false, false, false),
            Speech.of(List.of(arguments), System.getenv())),
        arguments);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    }
  }
}
