package io.lotusflow.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.rehearsal.Rehearsal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalIsUnderstoodTest {

  /** The module that writes these settings cannot see the one that reads them. */
  @Test
  void readsTheSettingsThatARehearsalWrites(@TempDir Path folder) throws Exception {
    Rehearsal rehearsal = Rehearsal.at(folder.resolve("rehearsal"));
    try {
      rehearsal.start(Duration.ofMinutes(1));
      Settings settings =
          new SettingsReader(Language.ENGLISH).read(rehearsal.writeSettings("zh-CN"));
      assertThat(settings.language()).isEqualTo(Language.CHINESE);
      assertThat(settings.warnings()).isEmpty();
      assertThat(settings.storage()).hasSize(2);
    } finally {
      rehearsal.remove();
    }
  }
}
