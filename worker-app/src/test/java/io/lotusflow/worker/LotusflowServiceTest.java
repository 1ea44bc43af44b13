package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.server.BinaryFinder;
import io.lotusflow.server.UpRefused;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LotusflowServiceTest {

  @TempDir Path folder;

  @Test
  void theUnitIsRightInTheEyesOfSystemd() throws Exception {
    Path unit =
        Files.writeString(
            folder.resolve(LotusflowService.UNIT),
            UnitText.of(
                "lotusflow",
                List.of("/bin/sh", "a b", "100%", "$HOME", "\"q\"", "back\\slash"),
                Map.of("LOTUSFLOW_HOME", "/var/lib/lotus flow")));
    Process verify =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(verify.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain(LotusflowService.UNIT);
    assertThat(unit)
        .content()
        .contains("\"a b\" \"100%%\" \"$$HOME\" \"\\\"q\\\"\" \"back\\\\slash\"")
        .contains("Environment=\"LOTUSFLOW_HOME=/var/lib/lotus flow\"\nRestart=");
  }

  @Test
  void saysWhereThereIsNoSystemdAndWhoMayInstall() {
    assertThatThrownBy(() -> new LotusflowService(folder, false, true).uninstall())
        .isInstanceOf(UpRefused.class)
        .hasMessageContaining("systemd does not run here");
    assertThatThrownBy(() -> new LotusflowService(folder, true, false).uninstall())
        .isInstanceOf(UpRefused.class)
        .hasMessageContaining("with sudo");
  }

  /** What a worker does as root by itself, done by the package's unit; and what it never does. */
  @Test
  void aConfinedWorkerStillStartsJobsAndInstallsUnitsAndItsChildrenOutliveIt() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("work.sh"),
            """
            exec >%1$s/said 2>&1
            does() { name=$1; shift; if "$@" >/dev/null 2>&1; then echo "$name yes"; else echo "$name no"; fi; }
            does job systemd-run --quiet --collect --unit=lotusflow-job -- sleep 300
            printf '[Service]\nExecStart=/bin/sleep 300\n' >%1$s/unit
            does unit install -D -m 0644 -- %1$s/unit /etc/systemd/system/lotus-daemon.service
            does reload systemctl daemon-reload
            does start systemctl start lotus-daemon.service
            does owner chown nobody %1$s/unit
            does link touch /usr/local/.lotusflow-test
            rm -f /usr/local/.lotusflow-test
            does user setpriv --reuid=nobody --regid=nogroup --clear-groups true
            does usr touch /usr/.lotusflow-test
            does namespace unshare --mount true
            does clock date -s @1
            mkdir %1$s/sectors
            does setgid chmod 2775 %1$s/sectors
            systemctl start lotus-asked.service
            echo "no such unit $?"
            does empty-job systemd-run --quiet --collect --property=WorkingDirectory=/tmp \
              --property=EnvironmentFile=/dev/null --property=TimeoutStopSec=1 -- /bin/true asked
            setsid sleep 298 &
            echo $! >%1$s/child
            echo end
            exec sleep 299
            """
                .formatted(folder));
    try (SystemdLab lab = new SystemdLab(folder)) {
      String text =
          UnitText.packaged(false).replaceFirst("(?m)^ExecStart=.*", "ExecStart=/bin/sh " + script);
      Path unit = Files.writeString(folder.resolve("lotusflow.service"), text);
      String place = "/etc/systemd/system/lotusflow.service";
      lab.run(Map.of(), List.of("install", "-m", "0644", unit.toString(), place));
      lab.run(Map.of(), List.of("systemctl", "daemon-reload"));
      SystemdLab.Answer started =
          lab.run(Map.of(), List.of("systemctl", "start", LotusflowService.UNIT));
      assertThat(started.exit()).as(started.out()).isZero();
      Path said = folder.resolve("said");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(said) && Files.readString(said).endsWith("end\n"));
      assertThat(Files.readAllLines(said))
          .containsExactly(
              "job yes",
              "unit yes",
              "reload yes",
              "start yes",
              "owner yes",
              "link yes",
              "user yes",
              "usr no",
              "namespace no",
              "clock no",
              "setgid yes",
              "Failed to start lotus-asked.service: Unit lotus-asked.service not found.",
              "no such unit 5",
              "empty-job yes",
              "end");

      String child = Files.readString(folder.resolve("child")).strip();
      lab.run(Map.of(), List.of("systemctl", "stop", LotusflowService.UNIT));
      assertThat(lab.run(Map.of(), List.of("kill", "-0", child)).exit()).isZero();
      assertThat(
              lab.run(Map.of(), List.of("systemctl", "is-active", "lotusflow-job.service")).out())
          .startsWith("active");
      assertThat(lab.run(Map.of(), List.of("systemctl", "is-active", "lotus-daemon.service")).out())
          .startsWith("active");
    }
  }

  @Test
  void thePackagesUnitsAreRightInTheEyesOfSystemd() throws Exception {
    for (String text :
        List.of(UnitText.packaged(false), UnitText.packaged(true), UnitText.packagedForUsers())) {
      Path unit = folder.resolve("lotusflow@daemon.service");
      Files.writeString(unit, text.replaceFirst("(?m)^ExecStart=\\S+", "ExecStart=/bin/true"));
      Process verify =
          new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(verify.waitFor()).as(said).isZero();
      assertThat(said).doesNotContain("lotusflow@");
    }
  }

  /** A unit of ours beside it would hide the package's other one. */
  @Test
  void aWorkerAloneIsServedByThePackagesUnitWhereThereIsOne() throws Exception {
    try (SystemdLab lab = new SystemdLab(folder)) {
      String text =
          UnitText.packaged(true).replaceFirst("(?m)^ExecStart=.*", "ExecStart=/bin/sleep 300");
      String unit = Files.writeString(folder.resolve("unit"), text).toString();
      lab.run(Map.of(), List.of("mount", "-t", "tmpfs", "tmpfs", "/lib/systemd/system"));
      for (String place : List.of("/lib/systemd/system/", "/run/labunits/")) {
        lab.run(
            Map.of(),
            List.of("install", "-m", "0644", unit, place + LotusflowService.PACKAGED_WORKER));
      }
      List<String> install = JavaCommand.supervisor(List.of("service", "install", "--worker-only"));

      SystemdLab.Answer installed =
          lab.run(Map.of(Home.VARIABLE, LotusflowService.STATE.toString()), install);

      assertThat(installed.exit()).as(installed.out()).isZero();
      assertThat(lab.run(Map.of(), List.of("ls", "/etc/systemd/system")).out())
          .doesNotContain(LotusflowService.UNIT);
      for (String asked : List.of("is-active", "is-enabled")) {
        List<String> ask = List.of("systemctl", asked, LotusflowService.PACKAGED_WORKER);
        assertThat(lab.run(Map.of(), ask).out()).matches("(active|enabled)\n");
      }
    }
  }

  /** On a real systemd: up, killed, taken over, stopped, gone. */
  @Test
  @Tag("dev-server")
  void theServiceTakesOverAfterAKillAndEndsBothWhenStopped() throws Exception {
    Home home = new Home(folder.resolve("home"));
    try (SystemdLab lab = new SystemdLab(folder)) {
      List<String> install = new ArrayList<>(List.of("service", "install"));
      install.add("--worker-main=" + TrialWorkerMain.class.getName());
      try (ServerSocket api = UpProcess.anyPort();
          ServerSocket ui = UpProcess.anyPort()) {
        install.add("--port=" + api.getLocalPort());
        install.add("--ui-port=" + ui.getLocalPort());
      }
      SystemdLab.Answer installed = lab.run(environment(home), JavaCommand.supervisor(install));
      assertThat(installed.exit()).as(installed.out()).isZero();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> status(lab, home).contains("\"workerPolls\":true"));

      UpState before = UpState.read(home).orElseThrow();
      lab.run(Map.of(), List.of("kill", "-9", pid(before.supervisor())));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  !UpState.read(home).orElseThrow().supervisor().equals(before.supervisor())
                      && status(lab, home).contains("\"supervisorLives\":true"));
      UpState after = UpState.read(home).orElseThrow();
      assertThat(after.server()).isEqualTo(before.server());
      assertThat(after.worker()).isEqualTo(before.worker());

      isRestartedWithinTheUnit(lab, home, "root");
      isRestartedWithinTheUnit(lab, home, "alice");

      assertThat(lab.run(Map.of(), List.of("systemctl", "stop", LotusflowService.UNIT)).exit())
          .isZero();
      assertThat(status(lab, home)).contains("\"serverLives\":false", "\"workerLives\":false");
      assertThat(
              lab.run(
                      Map.of(),
                      List.of(
                          "systemctl", "show", "-p", "ActiveState,Result", LotusflowService.UNIT))
                  .out())
          .contains("ActiveState=inactive", "Result=success");

      SystemdLab.Answer gone =
          lab.run(environment(home), JavaCommand.supervisor(List.of("service", "uninstall")));
      assertThat(gone.exit()).as(gone.out()).isZero();
      assertThat(lab.run(Map.of(), List.of("ls", "/etc/systemd/system")).out())
          .doesNotContain(LotusflowService.UNIT);
    }
  }

  /** Whoever typed "up" first may want the service later: systemd's would else fail each second. */
  @Test
  @Tag("dev-server")
  void theServiceReplacesWhatSomebodyStartedByHand() throws Exception {
    Home home = new Home(folder.resolve("home"));
    try (SystemdLab lab = new SystemdLab(folder)) {
      List<String> options = new ArrayList<>();
      options.add("--worker-main=" + TrialWorkerMain.class.getName());
      try (ServerSocket api = UpProcess.anyPort();
          ServerSocket ui = UpProcess.anyPort()) {
        options.add("--port=" + api.getLocalPort());
        options.add("--ui-port=" + ui.getLocalPort());
      }
      // A login's session is a unit of systemd, too.
      List<String> byHand = new ArrayList<>(List.of("systemd-run", "--unit=session"));
      byHand.addAll(List.of("--property=KillMode=process"));
      environment(home).forEach((name, value) -> byHand.add("--setenv=" + name + '=' + value));
      byHand.addAll(JavaCommand.supervisor(with(options, "start")));
      SystemdLab.Answer up = lab.run(Map.of(), byHand);
      assertThat(up.exit()).as(up.out()).isZero();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> status(lab, home).contains("\"workerPolls\":true"));
      UpState before = UpState.read(home).orElseThrow();

      SystemdLab.Answer installed =
          lab.run(environment(home), JavaCommand.supervisor(with(options, "service", "install")));

      assertThat(installed.exit()).as(installed.out()).isZero();
      List<String> show =
          List.of("systemctl", "show", "--property=MainPID", "--value", LotusflowService.UNIT);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> status(lab, home).contains("\"workerPolls\":true"));
      UpState after = UpState.read(home).orElseThrow();
      assertThat(after.supervisor()).isNotEqualTo(before.supervisor());
      assertThat(lab.run(Map.of(), show).out().strip()).isEqualTo(pid(after.supervisor()));
      assertThat(lab.run(Map.of(), List.of("kill", "-0", pid(before.worker()))).exit()).isNotZero();
    }
  }

  private static List<String> with(List<String> options, String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(options);
    return line;
  }

  /** Also where the unit lies elsewhere, as the package's does. A plain user cannot ask systemd. */
  private static void isRestartedWithinTheUnit(SystemdLab lab, Home home, String user) {
    String etc = "/etc/systemd/system/" + LotusflowService.UNIT;
    String run = "/run/labunits/" + LotusflowService.UNIT;
    lab.run(Map.of(), List.of("install", "-D", "-m", "0644", etc, run));
    lab.run(Map.of(), List.of("mv", etc, etc + ".aside"));
    lab.run(Map.of(), List.of("systemctl", "daemon-reload"));
    UpState before = UpState.read(home).orElseThrow();
    List<String> restart = new ArrayList<>(JavaCommand.supervisor(List.of("restart")));
    restart.add(1, "-Duser.name=" + user);

    SystemdLab.Answer answer = lab.run(environment(home), restart);

    assertThat(answer.exit()).as(answer.out()).isZero();
    UpState after = UpState.read(home).orElseThrow();
    assertThat(after.supervisor()).isNotEqualTo(before.supervisor());
    assertThat(after.worker()).isNotEqualTo(before.worker());
    assertThat(after.server()).isNotEqualTo(before.server());
    List<String> show =
        List.of("systemctl", "show", "--property=MainPID", "--value", LotusflowService.UNIT);
    assertThat(lab.run(Map.of(), show).out().strip()).isEqualTo(pid(after.supervisor()));
    lab.run(Map.of(), List.of("mv", etc + ".aside", etc));
    lab.run(Map.of(), List.of("rm", run));
    lab.run(Map.of(), List.of("systemctl", "daemon-reload"));
  }

  private static Map<String, String> environment(Home home) {
    return Map.of(
        Home.VARIABLE,
        home.folder().toString(),
        BinaryFinder.VARIABLE,
        UpProcess.BINARY.path().toString());
  }

  private static String status(SystemdLab lab, Home home) {
    return lab.run(environment(home), JavaCommand.supervisor(List.of("status"))).out();
  }

  private static String pid(Optional<LiveProcess> process) {
    return Long.toString(process.orElseThrow().pid());
  }
}
