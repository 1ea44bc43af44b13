package io.lotusflow.service;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SystemdTest {
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

  @Test
  void installsUnitAndDropInOnceAndTakesThemAway() throws Exception {
    lab.runMain(SystemdScenarios.class, "installs", folder.toString());
  }

  @Test
  void startsAgainWhatWasKilled() throws Exception {
    lab.runMain(SystemdScenarios.class, "restarts", folder.toString());
  }

  @Test
  void stopsPolitelyAndWaitsUntilTheProcessIsGone() throws Exception {
    lab.runMain(SystemdScenarios.class, "stops", folder.toString());
  }

  @Test
  void whatCountsSurvivesAUnitThatWasInstalledOverOurs() throws Exception {
    lab.runMain(SystemdScenarios.class, "survives", folder.toString());
  }
}
