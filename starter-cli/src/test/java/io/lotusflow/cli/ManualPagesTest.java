package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualPagesTest {

  @TempDir private Path folder;

  @Test
  void haveOptionsAndExitCodesOfEachCommand() {
    new ManualPages(folder).write(Language.ENGLISH, folder);
    assertThat(folder.resolve("lotusflow.adoc"))
        .content()
        .contains("Runs the operations manual", "*4*::", "the run waits for a person");
    assertThat(folder.resolve("lotusflow-run-approve.adoc"))
        .content()
        .contains("--detach", "*8*::", "no worker for that host");
  }

  @Test
  void areInChineseToo() {
    new ManualPages(folder).write(Language.CHINESE, folder);
    assertThat(folder.resolve("lotusflow-install.adoc")).content().contains("安装 Lotus");
  }
}
