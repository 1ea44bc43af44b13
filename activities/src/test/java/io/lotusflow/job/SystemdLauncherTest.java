package io.lotusflow.job;

import io.lotusflow.service.SystemdLab;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SystemdLauncherTest {
  private static SystemdLab lab;

  @TempDir Path folder;

  @BeforeAll
  static void boot() {
    lab = SystemdLab.start();
  }

  @AfterAll
  static void halt() {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "environment", "stop", "wrapper", "full", "guest"})
  void holdsBesideARealSystemd(String scenario) throws Exception {
    lab.runMain(SystemdJobScenarios.class, scenario, folder.toString());
  }
}
