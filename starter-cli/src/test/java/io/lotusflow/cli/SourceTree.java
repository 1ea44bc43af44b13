package io.lotusflow.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/**
 * A source tree with the real launcher, and a Maven whose builds take no time: it counts its calls
 * and delivers a program that prints what it was given.
 */
final class SourceTree {

  private static final String PROGRAM =
      """
      package io.lotusflow.cli;
      public final class Main {
        public static void main(String[] args) {
          System.out.println("args " + java.util.List.of(args));
          System.out.println("out " + System.getProperty("lotusflow.stdout.terminal"));
        }
      }
      """;
  private static final String TRAINING =
      "package io.lotusflow.cli; public final class Training {"
          + " public static void main(String[] args) {} }";
  private static final String MAVEN =
      """
      #!/bin/sh
      echo call >>%s
      for argument in "$@"; do
        case $argument in -Dlotusflow.lib=*) mkdir -p "${argument#*=}" ;; esac
      done
      echo "what Maven says"
      [ ! -f %s ] || exit 1
      mkdir -p starter-cli/target
      cp %s starter-cli/target/starter-cli-0.1.0.jar
      """;
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "find",
          "readlink",
          "mkdir",
          "date",
          "tail",
          "cp",
          "ln",
          "mv",
          "rm",
          "grep",
          "flock",
          "sleep");

  final Path root;
  final Path bin;
  private final Path calls;
  private final Path broken;

  /** How a call of the launcher ended. */
  record Answer(int exit, String out, String err) {}

  SourceTree(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("a tree"));
    bin = Files.createDirectories(folder.resolve("bin"));
    calls = folder.resolve("calls");
    broken = folder.resolve("broken");
    Path launcher = Path.of("..", "lotusflow");
    Files.copy(launcher, root.resolve("lotusflow"), StandardCopyOption.COPY_ATTRIBUTES);
    Path sources = Files.createDirectories(root.resolve("starter-cli/src/main"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("starter-cli/pom.xml"), "<project/>");
    Files.writeString(sources.resolve("One.java"), "");
    Files.writeString(sources.resolve("Two.java"), "");
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), onPath(tool));
    }
    Path jar = jar(Files.createDirectories(folder.resolve("program")));
    script(bin.resolve("mvn"), MAVEN.formatted(calls, broken, jar));
  }

  /** Calls the launcher with a Java that suffices. */
  Answer call(String... arguments) throws IOException, InterruptedException {
    return answer(start(System.getProperty("java.home"), root.resolve("lotusflow"), arguments));
  }

  Process start(String javaHome, Path launcher, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(launcher.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(bin.toFile());
    Map<String, String> env = builder.environment();
    env.clear();
    env.put("PATH", bin.toString());
    env.put("JAVA_HOME", javaHome);
    return builder.start();
  }

  static Answer answer(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end");
    }
    return new Answer(process.exitValue(), out, err);
  }

  /** How often Maven was called. */
  long builds() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  void breakMaven() throws IOException {
    Files.writeString(broken, "");
  }

  void mendMaven() throws IOException {
    Files.delete(broken);
  }

  /** As an editor does it: later than the last build. */
  void change(String file) throws IOException {
    Files.setLastModifiedTime(root.resolve(file), FileTime.from(Instant.now().plusSeconds(2)));
  }

  Path archive() {
    return root.resolve(".build/current/cli.jsa");
  }

  private static Path onPath(String tool) {
    return List.of("/usr/bin", "/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(tool + " is not installed"));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path jar(Path folder) throws IOException {
    Files.writeString(folder.resolve("Main.java"), PROGRAM);
    Files.writeString(folder.resolve("Training.java"), TRAINING);
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                folder.toString(),
                folder.resolve("Main.java").toString(),
                folder.resolve("Training.java").toString());
    if (exit != 0) {
      throw new AssertionError("the program does not compile");
    }
    Path jar = folder.resolve("program.jar");
    try (var zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      Path into = Files.createDirectories(zip.getPath("io/lotusflow/cli"));
      for (String name : List.of("Main.class", "Training.class")) {
        Files.copy(folder.resolve("io/lotusflow/cli").resolve(name), into.resolve(name));
      }
    }
    return jar;
  }
}
