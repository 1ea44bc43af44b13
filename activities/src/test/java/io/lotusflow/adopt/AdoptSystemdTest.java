package io.lotusflow.adopt;

import io.lotusflow.service.SystemdLab;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Beside a real systemd, which has units that somebody wrote by hand. */
@Timeout(120)
class AdoptSystemdTest {
  @RegisterExtension static final SystemdLab LAB = new SystemdLab();

  @TempDir Path folder;

  @Test
  void findsUnitsAndProcessesAndChangesNeither() throws Exception {
    LAB.runMain(AdoptSystemdScenario.class, folder.toString());
  }
}
