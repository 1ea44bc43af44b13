package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** Each from the very texts that are shown as help. */
  @ParameterizedTest
  @EnumSource
  void areThereForEveryCommandInEveryLanguage(Language language) throws IOException {
    new ManualPages(folder).write(language, folder);
    for (String name : CommandNames.all()) {
      String page =
          Files.readString(folder.resolve("lotusflow-" + name.replace(' ', '-') + ".adoc"));
      String help = Cli.call(folder, (name + " --help --lang " + language.tag()).split(" ")).out();
      assertThat(page).as("page of %s", name).contains("*lotusflow " + name + "*");
      assertThat(words(page))
          .as("page of %s", name)
          .contains(words(help.lines().findFirst().get()));
    }
  }

  private static String words(String text) {
    return text.replaceAll("[^\\p{L}]+", "");
  }

  @Test
  void areInChineseToo() {
    new ManualPages(folder).write(Language.CHINESE, folder);
    assertThat(folder.resolve("lotusflow-install.adoc")).content().contains("安装 Lotus");
  }
}
