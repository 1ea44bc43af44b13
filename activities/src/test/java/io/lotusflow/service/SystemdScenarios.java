package io.lotusflow.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is tried beside a real systemd; see {@link SystemdTest}. */
final class SystemdScenarios {
  private static final Systemd SYSTEMD = new Systemd();
  private static final Path UNITS = Path.of("/etc/systemd/system");

  private SystemdScenarios() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[1]);
    SystemdLab.exitAfter(
        () -> {
          switch (arguments[0]) {
            case "installs" -> installs(folder);
            case "restarts" -> restarts(folder);
            case "stops" -> stops(folder);
            case "worker" -> aSealWorkerLoopsUntilItStays(folder);
            case "survives" -> survivesReinstallation(folder);
            default -> throw new IllegalArgumentException(arguments[0]);
          }
        });
  }

  private static ServiceUnit unit(Path folder, String script, Map<String, String> environment) {
    return new ServiceUnit(
        "lab-" + folder.getFileName(),
        "100% a lab's \"service\"",
        List.of("/bin/sh", "-c", script, "sh", "two words", "$HOME", "50%", "a\"b\\c"),
        environment,
        folder.toString(),
        "",
        12_345,
        "",
        "0",
        List.of(folder.toString()),
        List.of("network-online.target"),
        folder.resolve("logs/lab.log").toString(),
        Duration.ofSeconds(5));
  }

  private static void installs(Path folder) throws IOException {
    Map<String, String> odd =
        Map.of("PLAIN", "x", "ODD", "a \"b\" $c `d` \\e %h 'f'", "LINES", "one\ntwo");
    String shows =
        "printf '<%s>' \"$@\" >arguments; printf '%s|%s' \"$ODD\" \"$LINES\" >environment; ulimit -n >nofile; exec sleep 300";
    ServiceUnit unit = unit(folder, shows, odd);
    assertThat(SYSTEMD.state(unit).installed()).isFalse();
    assertThat(SYSTEMD.install(unit, true).outcome()).isEqualTo(Receipt.Outcome.WOULD_DO);
    assertThat(SYSTEMD.state(unit).installed()).isFalse();
    assertThat(SYSTEMD.install(unit, false).outcome()).isEqualTo(Receipt.Outcome.DONE);
    Path dropIn = UNITS.resolve(unit.name() + ".service.d/10-lotusflow.conf");
    Instant written = Files.getLastModifiedTime(dropIn).toInstant();
    assertThat(SYSTEMD.install(unit, false).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
    assertThat(Files.getLastModifiedTime(dropIn).toInstant()).isEqualTo(written);
    assertThat(SYSTEMD.state(unit).running()).isFalse();

    SYSTEMD.start(unit, () -> {});
    ServiceState state = SYSTEMD.state(unit);
    assertThat(state.running()).isTrue();
    assertThat(state.since().orElseThrow())
        .isBetween(Instant.now().minusSeconds(20), Instant.now().plusSeconds(1));
    await()
        .until(
            () ->
                Files.exists(folder.resolve("nofile")) && Files.size(folder.resolve("nofile")) > 0);
    assertThat(folder.resolve("arguments")).hasContent("<two words><$HOME><50%><a\"b\\c>");
    assertThat(folder.resolve("environment")).hasContent(odd.get("ODD") + '|' + odd.get("LINES"));
    assertThat(folder.resolve("nofile")).hasContent("12345");

    String shown = shell("systemctl show " + unit.name());
    assertThat(shown)
        .contains("LimitNOFILE=12345", "MemoryMax=infinity", "MemoryHigh=infinity")
        .contains("CPUAffinity=0", "TimeoutStopUSec=5s", "StartLimitIntervalUSec=0")
        .contains("Restart=always", "DropInPaths=" + dropIn)
        .contains("RequiresMountsFor=" + folder)
        .doesNotContain(odd.get("ODD"));
    assertThat(shell("systemd-analyze verify " + unit.name() + ".service 2>&1 || true"))
        .doesNotContain("Unknown", "Failed to parse", "Invalid");
    Path environment = dropIn.resolveSibling("lotusflow.environment");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(environment)))
        .isEqualTo("rw-------");
    assertThat(Path.of("/etc/logrotate.d/lotusflow-" + unit.name()))
        .content()
        .contains("copytruncate");
    assertThat(shell("systemctl is-enabled " + unit.name())).isEqualToIgnoringNewLines("enabled");

    SYSTEMD.stop(unit, () -> {});
    SYSTEMD.uninstall(unit, false);
    assertThat(SYSTEMD.state(unit).installed()).isFalse();
    assertThat(
            shell(
                "ls -A /etc/systemd/system/multi-user.target.wants /etc/logrotate.d 2>/dev/null; ls /etc/systemd/system"))
        .doesNotContain(unit.name());
    assertThat(SYSTEMD.uninstall(unit, false).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  private static void restarts(Path folder) throws IOException {
    ServiceUnit unit = unit(folder, "echo started; echo >ready; exec sleep 300", Map.of());
    SYSTEMD.install(unit, false);
    SYSTEMD.start(unit, () -> {});
    long first = SYSTEMD.state(unit).pid();
    await().until(() -> Files.exists(folder.resolve("ready")));
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> SYSTEMD.state(unit).running() && SYSTEMD.state(unit).pid() != first);
    assertThat(SYSTEMD.state(unit).restarts()).isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(Path.of(unit.logFile())))
                    .containsExactly("started", "started"));
    SYSTEMD.stop(unit, () -> {});
    assertThat(SYSTEMD.state(unit).running()).isFalse();
    SYSTEMD.uninstall(unit, false);
  }

  private static void stops(Path folder) throws IOException {
    ServiceUnit polite =
        unit(
            folder,
            "trap 'sleep 1; echo bye >bye; exit 0' TERM; echo >ready; while :; do sleep 0.1; done",
            Map.of());
    SYSTEMD.install(polite, false);
    SYSTEMD.start(polite, () -> {});
    long pid = SYSTEMD.state(polite).pid();
    // Type=exec is active before the shell has set its trap.
    await().until(() -> Files.exists(folder.resolve("ready")));
    SYSTEMD.stop(polite, () -> {});
    assertThat(folder.resolve("bye")).exists();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    SYSTEMD.stop(polite, () -> {});
    SYSTEMD.uninstall(polite, false);
  }

  /** As {@code make install-daemon-service} does. */
  private static void survivesReinstallation(Path folder) throws IOException {
    ServiceUnit unit = unit(folder, "exec sleep 300", Map.of());
    SYSTEMD.install(unit, false);
    Files.writeString(
        UNITS.resolve(unit.name() + ".service"),
        """
        [Service]
        ExecStart=/bin/false
        MemoryMax=10G
        LimitNOFILE=8192:10240
        """);
    shell("systemctl daemon-reload");
    SYSTEMD.start(unit, () -> {});
    assertThat(SYSTEMD.state(unit).running()).isTrue();
    assertThat(shell("systemctl show " + unit.name()))
        .contains("MemoryMax=infinity", "LimitNOFILE=12345");
    SYSTEMD.stop(unit, () -> {});
    SYSTEMD.uninstall(unit, false);
  }

  /** A {@code lotus-worker} that ends with 0, as on every error, until a file lets it stay. */
  private static final String WORKER =
      """
      #!/bin/sh
      echo "$MINER_API_INFO" >>"$LOTUS_WORKER_PATH/starts"
      printf '<%s>' "$@" >"$LOTUS_WORKER_PATH/arguments"
      [ -e "$LOTUS_WORKER_PATH/stay" ] || exit 0
      exec sleep 300
      """;

  /** With the unit that the command line makes of a seal worker. */
  private static void aSealWorkerLoopsUntilItStays(Path folder) throws IOException {
    ServiceUnit unit = sealWorker(folder);
    Path at = Files.createDirectories(Path.of(unit.workingDirectory()));
    Path program = folder.resolve("lotus/current/bin/lotus-worker");
    Files.createDirectories(program.getParent());
    Files.writeString(program, WORKER);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/a.miner"), "secret:/ip4/127.0.0.1/tcp/2345/http");

    SYSTEMD.install(unit, false);
    SYSTEMD.start(unit, () -> {});
    await().atMost(Duration.ofSeconds(40)).until(() -> SYSTEMD.state(unit).restarts() >= 2);
    // systemd counts a start before the program has run.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.readAllLines(at.resolve("starts")).size() >= 3);
    assertThat(Files.readAllLines(at.resolve("starts")))
        .containsOnly("secret:/ip4/127.0.0.1/tcp/2345/http");

    Files.writeString(at.resolve("stay"), "");
    await().atMost(Duration.ofSeconds(20)).until(() -> SYSTEMD.state(unit).pid() > 0);
    assertThat(at.resolve("arguments"))
        .content()
        .startsWith("<run><--listen=127.0.0.1:3456><--name=a>")
        .contains("<--precommit1=true>", "<--replica-update=true>", "<--regen-sector-key=false>");
    assertThat(shell("systemctl show " + unit.name()))
        .contains("CPUAffinity=0", "LimitNOFILE=" + unit.nofile(), "Restart=always")
        .contains("StartLimitIntervalUSec=0", "TimeoutStopUSec=10min")
        .doesNotContain("secret");
    assertThat(shell("systemctl show -p RequiresMountsFor " + unit.name()))
        .contains(at.toString(), folder.resolve("parameters").toString());
    assertThat(shell("taskset -cp " + SYSTEMD.state(unit).pid())).endsWith(": 0\n");
    SYSTEMD.stop(unit, () -> {});
    SYSTEMD.uninstall(unit, false);
  }

  private static ServiceUnit sealWorker(Path folder) throws IOException {
    try (InputStream made = SystemdScenarios.class.getResourceAsStream("seal-worker.json")) {
      String json = new String(made.readAllBytes(), StandardCharsets.UTF_8);
      return JacksonJsonPayloadConverter.newDefaultObjectMapper()
          .readValue(json.replace("/lab/", folder + "/"), ServiceUnit.class);
    }
  }

  private static String shell(String script) {
    return new Programs()
        .run(Command.of(Duration.ofSeconds(30), "sh", "-c", script).accepting(0, 1, 2))
        .stdout();
  }
}
