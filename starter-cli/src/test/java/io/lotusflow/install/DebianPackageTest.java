package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotusflow.home.Release;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package, built from these sources, on a machine that is gone afterwards. */
@Tag("matrix")
class DebianPackageTest {

  @TempDir Path folder;

  @Test
  void installsRunsAndLeavesWhatIsTheOperators() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root")
            && run(Map.of(), List.of("unshare", "--mount", "true")).exit() == 0,
        "needs root and unshare(1); neither is to be had here");
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Path sources = Path.of("..").toRealPath();
    run(
        Map.of("FROM", sources.toString(), "TO", tree.toString()),
        List.of(
            "sh",
            "-c",
            "tar -C \"$FROM\" --exclude=./.git --exclude=target --exclude=./.build -cf - . | tar -C"
                + " \"$TO\" -xf -"));
    Answer built = run(Map.of(), List.of("make", "-C", tree.toString(), "deb"));
    assertThat(built.exit()).as(built.out()).isZero();
    Path deb = theOnlyPackage(tree.resolve("target"));

    Map<String, String> ports;
    try (ServerSocket api = new ServerSocket(0);
        ServerSocket ui = new ServerSocket(0)) {
      ports =
          Map.of(
              "LOTUSFLOW_PORT", Integer.toString(api.getLocalPort()),
              "LOTUSFLOW_UI_PORT", Integer.toString(ui.getLocalPort()));
    }
    Path lab = Files.createDirectories(folder.resolve("lab"));
    Answer life =
        run(
            ports,
            List.of("sh", resource("lab.sh"), lab.toString(), deb.toString(), resource("life.sh")));

    assertThat(life.exit()).as(life.out()).isZero();
    assertThat(life.out().lines())
        .contains(
            "version: lotusflow " + Release.number(),
            "archive: there",
            "archive of workers: there",
            "other user: lotusflow " + Release.number(),
            "jar: lotusflow " + Release.number(),
            "completion: wallet",
            "installed: 1",
            "after removal: no command, key, 1",
            "purge says: 2",
            "after purge: key, # mine, no cache")
        .noneMatch(line -> line.startsWith("unit is wrong"))
        .anyMatch(line -> line.matches("manual: [1-9]\\d*"))
        .anyMatch(line -> line.matches("manual zh: [1-9]\\d*"))
        .anyMatch(line -> line.matches("exposure: [0-5]\\.\\d"));
  }

  private static Path theOnlyPackage(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.deb")) {
      return files.iterator().next();
    }
  }

  private static String resource(String name) throws Exception {
    return Path.of(DebianPackageTest.class.getResource("/packaging/" + name).toURI()).toString();
  }

  private record Answer(int exit, String out) {}

  private Answer run(Map<String, String> environment, List<String> line) throws Exception {
    Path out = Files.createTempFile(folder, "run", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LOTUSFLOW_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(15, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + line + "\n" + Files.readString(out));
    }
    return new Answer(process.exitValue(), Files.readString(out));
  }
}
