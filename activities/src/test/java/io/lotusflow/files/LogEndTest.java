package io.lotusflow.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEndTest {
  @TempDir Path folder;

  @Test
  void showsTheLastWholeLines() throws IOException {
    String text = end("x".repeat(5000) + "\nlast but one\nlast\n").text();
    assertThat(text).isEqualTo("last but one\nlast\n");
    assertThat(end("one\ntwo\n").lastLine()).isEqualTo("two");
  }

  @Test
  void aLineThatIsTooLongIsCutAndNotHidden() throws IOException {
    assertThat(end("x".repeat(5000) + "\n").text()).startsWith("xxx").hasSize(4000);
  }

  @Test
  void ofALineThatWasRedrawnTheLastStateCounts() throws IOException {
    assertThat(end("Cloning\n 1%\r 50%\r100%\ndone\r\n").text())
        .isEqualTo("Cloning\n100%\ndone\r\n");
  }

  @Test
  void keepsSecretsOutAndIsEmptyWithoutALog() throws IOException {
    String token =
        "eyJhbGciOiJIUzI1NiJ9.eyJBbGxvdyI6WyJyZWFkIl19.abcdefghijklmnopqrstuvwxyz012345678";
    assertThat(end("token " + token + "\n").text()).doesNotContain(token);
    assertThat(new LogEnd(folder.resolve("none")).text()).isEmpty();
  }

  private LogEnd end(String log) throws IOException {
    return new LogEnd(Files.writeString(folder.resolve("log"), log));
  }
}
