package io.lotusflow.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundServicesTest {
  private static final String TOKEN =
      "eyJhbGciOiJIUzI1NiJ9.eyJBbGxvdyI6WyJyZWFkIl19.abcdefghijklmnopqrstuv";

  @TempDir Path root;
  private MachineByHand machine;

  @BeforeEach
  void begin() {
    machine = new MachineByHand(root);
  }

  private FoundService only() {
    List<FoundService> found = machine.look();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void readsAUnitWithItsDropInsAsSystemdDoes() {
    machine.write(
        "lib/systemd/system/lotus-daemon.service",
        """
        [Unit]
        Description=of the package
        [Service]
        ExecStart=/usr/bin/lotus daemon
        Environment=LOTUS_PATH=/never
        """);
    machine.write(
        "etc/systemd/system/lotus-daemon.service",
        """
        [Service]
        Environment="GOLOG_FILE=/var/log/lotus/daemon.log" GOLOG_LOG_FMT=json
        ExecStart=/usr/local/bin/lotus daemon
        LimitNOFILE=8192:10240
        """);
    machine.write(
        "etc/systemd/system/lotus-daemon.service.d/20-b.conf",
        "[Service]\nExecStart=\nExecStart=/usr/local/bin/lotus \\\n  --repo=\"/pool one/lotus\" daemon --api 4321\n");
    machine.write(
        "etc/systemd/system/lotus-daemon.service.d/10-a.conf",
        "[Service]\n# a remark\nEnvironmentFile=-/etc/default/lotus\nUser=fil\nEnvironment=GOLOG_LOG_FMT=nocolor\n");
    machine.write("etc/default/lotus", "# more\nFIL_PROOFS_PARAMETER_CACHE='/fast/params'\n");

    FoundService daemon = only();

    assertThat(daemon.program()).isEqualTo(LotusProgram.DAEMON);
    assertThat(daemon.isRunning()).isFalse();
    assertThat(daemon.binary()).hasToString("/usr/local/bin/lotus");
    assertThat(daemon.repo()).isEqualTo("/pool one/lotus");
    assertThat(daemon.option("--api")).contains("4321");
    assertThat(daemon.home()).isEqualTo("/home/fil");
    assertThat(daemon.logFile()).contains("/var/log/lotus/daemon.log");
    assertThat(daemon.environment().open())
        .containsEntry("GOLOG_LOG_FMT", "nocolor")
        .containsEntry("FIL_PROOFS_PARAMETER_CACHE", "/fast/params")
        .doesNotContainKey("LOTUS_PATH");
    assertThat(daemon.unit().orElseThrow().limits()).containsEntry("LimitNOFILE", "8192:10240");
  }

  @Test
  void takesAnInstanceOfATemplateForAUnitOfItsOwn() {
    machine.write(
        "etc/systemd/system/lotus-worker@.service",
        "[Service]\nExecStart=/usr/local/bin/lotus-worker run --listen 10.0.0.3:345%i\nEnvironment=LOTUS_WORKER_PATH=/nvme/w%i\n");
    machine.runs(
        77,
        "/usr/local/bin/lotus-worker",
        List.of("/usr/local/bin/lotus-worker", "run", "--listen", "10.0.0.3:3456"),
        Map.of("LOTUS_WORKER_PATH", "/nvme/w6"),
        "lotus-worker@6");

    FoundService worker = only();

    assertThat(worker.name()).isEqualTo("lotus-worker@6");
    assertThat(worker.repoAtNextStart()).contains("/nvme/w6");
  }

  @Test
  void keepsOfSecretsTheNameAlone() {
    machine.runs(
        12,
        "/usr/local/bin/lotus-miner",
        List.of("lotus-miner", "run"),
        Map.of(
            "HOME",
            "/home/fil",
            "FULLNODE_API_INFO",
            TOKEN + ":/ip4/10.0.0.2/tcp/1234/http",
            "LOTUS_ODD",
            "x " + TOKEN,
            "HTTPS_PROXY",
            "http://me:pass@10.0.0.9:1080"),
        "session-4");

    FoundService miner = only();

    assertThat(miner.name()).isEqualTo("pid:12");
    assertThat(miner.repo()).isEqualTo("/home/fil/.lotusminer");
    assertThat(miner.environment().secrets())
        .containsExactlyInAnyOrder("FULLNODE_API_INFO", "LOTUS_ODD", "HTTPS_PROXY");
    assertThat(miner.environment().apis())
        .containsEntry("FULLNODE_API_INFO", "/ip4/10.0.0.2/tcp/1234/http");
    assertThat(miner.environment().open().toString()).doesNotContain("eyJ", "pass");
    assertThat(miner.toString()).doesNotContain("eyJ", "pass@");
  }

  @Test
  void seesThatAProgramWasReplacedUnderItsProcess() {
    machine.runs(
        9,
        "/usr/local/bin/lotus (deleted)",
        List.of("/usr/local/bin/lotus", "daemon"),
        Map.of("LOTUS_PATH", "/srv/a"),
        "lotus-daemon");
    machine.write(
        "etc/systemd/system/lotus-daemon.service",
        "[Service]\nExecStart=/usr/local/bin/lotus daemon\nEnvironment=LOTUS_PATH=/srv/b\n");

    FoundService daemon = only();

    assertThat(daemon.process().orElseThrow().replaced()).isTrue();
    assertThat(daemon.process().orElseThrow().binary()).isEqualTo(root.resolve("proc/9/exe"));
    assertThat(daemon.binary()).hasToString("/usr/local/bin/lotus");
    assertThat(daemon.repo()).isEqualTo("/srv/a");
    assertThat(daemon.repoAtNextStart()).contains("/srv/b");
  }

  @Test
  void doesNotTakeACommandForADaemon() {
    machine.runs(
        5, "/usr/local/bin/lotus", List.of("lotus", "sync", "wait"), Map.of(), "session-1");
    assertThat(machine.look()).isEmpty();
  }
}
