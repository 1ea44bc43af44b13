package io.lotusflow.service;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SystemdTest {
  @RegisterExtension static final SystemdLab LAB = new SystemdLab();

  @TempDir Path folder;

  @Test
  void installsUnitAndDropInOnceAndTakesThemAway() throws Exception {
    LAB.runMain(SystemdScenarios.class, "installs", folder.toString());
  }

  @Test
  void startsAgainWhatWasKilled() throws Exception {
    LAB.runMain(SystemdScenarios.class, "restarts", folder.toString());
  }

  @Test
  void stopsPolitelyAndWaitsUntilTheProcessIsGone() throws Exception {
    LAB.runMain(SystemdScenarios.class, "stops", folder.toString());
  }

  @Test
  void whatCountsSurvivesAUnitThatWasInstalledOverOurs() throws Exception {
    LAB.runMain(SystemdScenarios.class, "survives", folder.toString());
  }

  @Test
  void aSealWorkerThatEndsWithoutAnErrorIsStartedAgainAndSeenToLoop() throws Exception {
    LAB.runMain(SystemdScenarios.class, "worker", folder.toString());
  }
}
