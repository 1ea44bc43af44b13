package io.lotusflow.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpTest {

  /** Its classes take longer to load than all of this to run. */
  @Test
  void settingsAreReadAndPlannedWithoutTemporal(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("lotusflow.toml");
    Files.writeString(file, SettingsTemplate.ofDefaults().text(Language.ENGLISH));
    String loaded = classesLoadedBy(Program.class, file.toString());
    assertThat(loaded).contains("io.lotusflow.settings.Plans").contains("planned node-1");
    assertThat(loaded.lines().filter(line -> line.contains("io.temporal."))).isEmpty();
  }

  private static String classesLoadedBy(Class<?> program, String argument) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                argument)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What a command does before it speaks to Temporal. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws BadSettings {
      Settings settings = new SettingsReader(Language.ENGLISH).read(Path.of(arguments[0]));
      Plans plans = Plans.of(settings, new HostId("host"), true, Language.ENGLISH);
      System.out.println("planned " + plans.install().scope().node());
    }
  }
}
