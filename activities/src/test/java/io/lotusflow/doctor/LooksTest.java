package io.lotusflow.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.adopt.FoundService;
import io.lotusflow.adopt.MachineByHand;
import io.lotusflow.lotus.FullNode.Reachability;
import io.lotusflow.lotus.FullNode.Reachability.State;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.messages.Language;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Finding.Level;
import io.lotusflow.preflight.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LooksTest {
  private static final Words WORDS = new Words(Language.ENGLISH, "doctor");
  private static final long GIB = 1L << 30;

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, 9, OK",
    "UNKNOWN, 11, WARNING",
    "PRIVATE, 9, OK",
    "PRIVATE, 11, WARNING",
    "PRIVATE, -1, WARNING",
    "UNKNOWN, -1, WARNING",
    "PUBLIC, 1, OK"
  })
  void takesNoDaemonForPrivateInItsFirstTenMinutes(State state, long minutes, Level wanted) {
    Optional<Duration> up =
        minutes < 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes));
    Finding finding = new NetworkLook(WORDS).reachability(new Reachability(state, List.of()), up);
    assertThat(finding.level()).isEqualTo(wanted);
    assertThat(finding.check()).isEqualTo("reachability");
  }

  @ParameterizedTest
  @CsvSource({
    "500, 1000, OK",
    "10, 1000, WARNING",
    "0, 1000, REFUSE",
    "2, 30, OK",
    "1, 30, WARNING"
  })
  void measuresFreeRoomByTheSizeOfTheDisk(long free, long total, Level wanted) {
    assertThat(new DiskLook(WORDS).judge(free * GIB, total * GIB, "/data").level())
        .isEqualTo(wanted);
  }

  @Test
  void readsDescriptorsAndMemoryAsTheKernelTellsThem() {
    MachineByHand machine = new MachineByHand(root);
    machine.write(
        "proc/7/limits", "Limit  Soft Hard Units\nMax open files            10 20 files\n");
    for (int i = 0; i < 9; i++) {
      machine.write("proc/7/fd/" + i, "");
    }
    machine.write("proc/7/cgroup", "0::/system.slice/lotus-daemon.service\n");
    String group = "sys/fs/cgroup/system.slice/lotus-daemon.service/";
    machine.write(group + "memory.current", "7000000000\n");
    machine.write(group + "memory.max", "10737418240\n");
    machine.write(group + "memory.high", "max\n");
    machine.write(group + "memory.events", "low 0\noom 0\noom_kill 0\n");

    List<Finding> limited = new ProcessLook(root, WORDS).look("lotus-daemon", 7, true);
    machine.write(group + "memory.events", "oom 3\noom_kill 2\n");
    List<Finding> killed = new ProcessLook(root, WORDS).look("lotus-daemon", 7, true);

    assertThat(limited).extracting(Finding::check).containsExactly("descriptors", "memory");
    assertThat(limited).extracting(Finding::level).containsOnly(Level.WARNING);
    assertThat(limited.get(0).seen()).contains("9 of 10");
    assertThat(limited.get(1).seen()).contains("10GiB");
    assertThat(killed.get(1).level()).isEqualTo(Level.REFUSE);
    assertThat(killed.get(1).seen()).contains("2 times");
  }

  @Test
  void namesVariablesThatDoNothingAndThoseThatWereMeant() {
    MachineByHand machine = new MachineByHand(root);
    machine.runs(
        7,
        "/usr/local/bin/lotus-miner",
        List.of("lotus-miner", "run"),
        Map.of(
            "FIL_PROOFS_MAXIMIZE_CACHING", "1",
            "FIL_PROOFS_PARAMETR_CACHE", "/x",
            "LOTUS_SEALING_MAXSEALINGSECTORS", "3",
            "LOTUS_MINER_PATH", "/srv/miner",
            "PATH", "/bin"),
        "lotus-miner");
    FoundService miner = machine.look().get(0);

    List<Finding> findings =
        new ProcessLook(root, WORDS).variables(miner, LotusVersion.parse("1.36.2"));

    assertThat(findings).hasSize(2);
    assertThat(findings.get(0).seen()).contains("FIL_PROOFS_MAXIMIZE_CACHING");
    assertThat(findings.get(1).fix()).contains("FIL_PROOFS_PARAMETER_CACHE");
  }
}
