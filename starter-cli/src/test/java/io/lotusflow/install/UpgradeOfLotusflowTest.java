package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker of an older build is replaced by today's in the middle of a run. Another older commit:
 * {@code -Dlotusflow.older=COMMIT}.
 */
@Tag("matrix")
class UpgradeOfLotusflowTest {

  private static final String OLDER = System.getProperty("lotusflow.older", "a9be451");

  @TempDir Path folder;

  @Test
  void aRunThatAnOlderWorkerBeganIsEndedByTodays() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("older"));
    assumeTrue(unpack(tree), "no git, or no commit " + OLDER + " here");
    Map<String, String> ports = ports();
    String old = tree.resolve("lotusflow").toString();
    List<String> insteadOfTodays = List.of("sh", "-c", "shift; exec '" + old + "' \"$@\"", "sh");
    try (Operator today = new Operator(folder, ports);
        Operator before = new Operator(folder, ports, insteadOfTodays)) {
      before.types(Duration.ofMinutes(15), "--version").expecting(0);
      before.types("install", "--rehearsal", "--detach").expecting(0);
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> today.types("run", "show", "install/rehearsal").out().contains("▸ Compile"));

      assertThat(today.types("up").expecting(0).err()).contains("another build");
      before.types("down").expecting(0);
      Operator.Said up = today.types("up").expecting(0);
      assertThat(up.err()).doesNotContain("another build");

      Operator.Said end = today.types("run", "watch", "install/rehearsal").expecting(0);
      assertThat(end.out() + end.err()).contains("miner");
      assertThat(new Installation(today.rehearsal()).minersOnChain())
          .hasSize(Installation.GENESIS_MINERS + 1);
    }
  }

  private static boolean unpack(Path tree) throws Exception {
    Process git =
        new ProcessBuilder(
                "sh",
                "-c",
                "git -C .. archive \"$0\" 2>/dev/null | tar -C \"$1\" -xf - 2>/dev/null",
                OLDER,
                tree.toString())
            .redirectOutput(new File("/dev/null"))
            .start();
    return git.waitFor(1, TimeUnit.MINUTES) && Files.exists(tree.resolve("lotusflow"));
  }

  private static Map<String, String> ports() throws Exception {
    try (ServerSocket api = new ServerSocket(0);
        ServerSocket ui = new ServerSocket(0)) {
      return Map.of(
          "LOTUSFLOW_PORT", Integer.toString(api.getLocalPort()),
          "LOTUSFLOW_UI_PORT", Integer.toString(ui.getLocalPort()));
    }
  }
}
