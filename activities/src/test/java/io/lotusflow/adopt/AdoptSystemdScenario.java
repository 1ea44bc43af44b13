package io.lotusflow.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.service.ServicePlan.Manager;
import io.lotusflow.service.SystemdLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What is tried beside a real systemd; see {@link AdoptSystemdTest}. */
final class AdoptSystemdScenario {
  private static final Path UNITS = Path.of("/etc/systemd/system");
  private static final String STATE =
      "--property=MainPID,NRestarts,ExecMainStartTimestampMonotonic,ActiveState,FragmentPath,DropInPaths,NeedDaemonReload";

  private AdoptSystemdScenario() {}

  public static void main(String[] arguments) {
    SystemdLab.exitAfter(() -> adopts(Path.of(arguments[0])));
  }

  /** A program that does nothing, under a unit whose drop-in says something else than the unit. */
  private static void adopts(Path folder) throws IOException {
    Path lotus = folder.resolve("lotus");
    Files.writeString(lotus, "#!/bin/bash\nwhile :; do read -t 1000 <> <(:); done\n");
    assertThat(lotus.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        UNITS.resolve("fil-daemon.service"),
        "[Service]\nExecStart=/nowhere/lotus daemon\nEnvironment=LOTUS_PATH=/wrong\n");
    Files.createDirectories(UNITS.resolve("fil-daemon.service.d"));
    Files.writeString(
        UNITS.resolve("fil-daemon.service.d/override.conf"),
        """
        [Service]
        ExecStart=
        ExecStart=%s daemon --api 4321
        Environment="LOTUS_PATH=%s/repo" LOTUS_CHAIN_INDEX_CACHE=65536
        Environment=MINER_API_INFO=secret:/ip4/10.0.0.2/tcp/2345/http
        LimitNOFILE=123456
        """
            .formatted(lotus, folder));
    run("systemctl", "daemon-reload");
    run("systemctl", "start", "fil-daemon");
    await().atMost(Duration.ofSeconds(20)).until(() -> show().contains("ActiveState=active"));
    String before = show();

    List<FoundService> found = FoundServices.onThisMachine();

    assertThat(found).hasSize(1);
    FoundService daemon = found.get(0);
    assertThat(daemon.name()).isEqualTo("fil-daemon");
    assertThat(daemon.unit().orElseThrow().manager()).isEqualTo(Manager.SYSTEMD);
    assertThat(daemon.repo()).isEqualTo(folder + "/repo");
    assertThat(daemon.repoAtNextStart()).contains(folder + "/repo");
    assertThat(daemon.option("--api")).contains("4321");
    assertThat(daemon.environment().open()).containsEntry("LOTUS_CHAIN_INDEX_CACHE", "65536");
    assertThat(daemon.environment().secrets()).contains("MINER_API_INFO");
    assertThat(daemon.toString()).doesNotContain("secret:/");
    assertThat(daemon.unit().orElseThrow().limits()).containsEntry("LimitNOFILE", "123456");
    assertThat(before).contains("MainPID=" + daemon.process().orElseThrow().pid());
    assertThat(show()).isEqualTo(before);
  }

  private static String show() {
    return run("systemctl", "show", STATE, "fil-daemon");
  }

  private static String run(String... argv) {
    return new Programs().run(Command.of(Duration.ofSeconds(30), argv)).stdout();
  }
}
