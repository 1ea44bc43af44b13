package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host joins where systemd is process 1: its worker is a unit from then on. */
@Tag("matrix")
class JoinBySystemdTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String UNIT = "lotusflow.service";

  @TempDir Path folder;
  private Optional<Process> lab = Optional.empty();

  @AfterEach
  void endLab() {
    lab.ifPresent(Process::destroyForcibly);
  }

  @Test
  void theWorkerIsAUnitThatOutlivesKillsAndBoots() throws Exception {
    List<String> inside = enterALab();
    Path file = folder.resolve("join.json");
    try (Operator cluster = new Operator(folder.resolve("cluster"), Map.of());
        Operator host = new Operator(folder.resolve("host"), Map.of(), inside)) {
      cluster.types("up").expecting(0);
      cluster.types("host", "enrol", "sealer-1", "--out", file.toString()).expecting(0);

      Operator.Said joined = host.types("host", "join", file.toString()).expecting(0);
      assertThat(joined.err()).doesNotContain("no systemd here");
      assertThat(systemctl(inside, "is-enabled", UNIT)).isEqualTo("enabled");
      JsonNode shown = cluster.types("host", "show", "sealer-1", "-o", "json").expecting(0).json();
      assertThat(shown.path("state").asText()).as(shown.toString()).isEqualTo("up");

      String supervisor = mainProcess(inside);
      host.types("host", "join", file.toString()).expecting(0);
      assertThat(mainProcess(inside)).isEqualTo(supervisor);

      Optional<LiveProcess> worker = worker(host);
      run(inside, "kill", "-9", supervisor);
      await().atMost(SOON).until(() -> !List.of(supervisor, "0").contains(mainProcess(inside)));
      assertThat(worker(host)).isEqualTo(worker);

      host.types("down").expecting(0);
      await().atMost(SOON).until(() -> mainProcess(inside).equals("0"));
      systemctl(inside, "start", "multi-user.target");
      await().atMost(SOON).until(() -> worker(host).isPresent());
      assertThat(worker(host)).isNotEqualTo(worker);
      systemctl(inside, "stop", UNIT);
    }
  }

  private static Optional<LiveProcess> worker(Operator host) {
    return UpState.read(new Home(host.state())).flatMap(UpState::worker);
  }

  private String mainProcess(List<String> inside) throws Exception {
    return systemctl(inside, "show", "--property=MainPID", "--value", UNIT);
  }

  private String systemctl(List<String> inside, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("systemctl"));
    line.addAll(List.of(words));
    return run(inside, line.toArray(String[]::new));
  }

  private String run(List<String> inside, String... words) throws Exception {
    List<String> line = new ArrayList<>(inside);
    line.addAll(List.of(words));
    Path out = Files.createTempFile(folder, "command", ".out");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(line.toString()).isTrue();
    return Files.readString(out).strip();
  }

  /** What runs a command there. */
  private List<String> enterALab() throws Exception {
    assumeTrue(isPermitted(), "needs root and unshare(1); neither is to be had here");
    Path script = Path.of("../worker-app/src/test/resources/systemd-lab.sh").toRealPath();
    Path copy = Files.copy(script, folder.resolve("lab.sh"));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    Process unshare =
        new ProcessBuilder(copy.toString(), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("lab.log").toFile())
            .start();
    lab = Optional.of(unshare);
    await().atMost(SOON).until(() -> unshare.children().findFirst().isPresent());
    String systemd = Long.toString(unshare.children().findFirst().orElseThrow().pid());
    List<String> inside =
        List.of("nsenter", "-t", systemd, "-a", "--wd=" + Path.of("").toAbsolutePath());
    await()
        .atMost(SOON)
        .until(() -> systemctl(inside, "is-active", "multi-user.target").equals("active"));
    return inside;
  }

  private static boolean isPermitted() throws InterruptedException {
    try {
      return Files.isExecutable(Path.of("/lib/systemd/systemd"))
          && new ProcessBuilder("unshare", "--fork", "--pid", "--mount", "true").start().waitFor()
              == 0;
    } catch (IOException notHere) {
      return false;
    }
  }
}
