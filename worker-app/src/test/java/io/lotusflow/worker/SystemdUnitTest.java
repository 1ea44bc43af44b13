package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemdUnitTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/lotusflow.service, lotusflow.service",
    "0::/system.slice/system-lotusflow.slice/lotusflow@alice.service, lotusflow@alice.service",
    "0::/storage.slice/lotusflow-worker.service, lotusflow-worker.service",
    "1:name=systemd:/system.slice/by-hand.service, by-hand.service",
    "0::/user.slice/user-1000.slice/session-3.scope,",
    "0::/,"
  })
  void isTheLastOfTheControlGroup(String line, String unit) throws IOException {
    Path cgroups = Files.writeString(folder.resolve("cgroup"), line + '\n');
    assertThat(SystemdUnit.in(cgroups).map(SystemdUnit::name)).isEqualTo(Optional.ofNullable(unit));
  }

  @Test
  void isNoneOfAProcessThatHasEnded() {
    assertThat(SystemdUnit.in(folder.resolve("gone"))).isEmpty();
  }
}
