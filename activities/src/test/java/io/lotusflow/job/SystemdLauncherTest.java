package io.lotusflow.job;

import io.lotusflow.service.SystemdLab;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SystemdLauncherTest {
  @RegisterExtension static final SystemdLab LAB = new SystemdLab();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"runs", "environment", "stop", "wrapper", "full", "guest"})
  void holdsBesideARealSystemd(String scenario) throws Exception {
    LAB.runMain(SystemdJobScenarios.class, scenario, folder.toString());
  }
}
