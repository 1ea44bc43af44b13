package io.lotusflow.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the head is 7 | 链头为 7
          the head is 7, current after 3 s | 链头为 7，3 秒后追上当前高度
          answers at http://127.0.0.1:1234 after 2 s | 2 秒后在 http://127.0.0.1:1234 应答
          a = 1; the old file is kept as /b | a = 1; 旧文件保留为 /b
          no answer for 1.9 s, head behind for 0.0 s; the old chain is kept in /c | 无应答 1.9 秒，链头落后 0.0 秒; 旧链保留在 /c
          no answer for 4.2 s, away for 464 s; nobody looked for 440 s | 无应答 4.2 秒，停止共 464 秒; 440 秒内无人察看
          v1.36.2 | v1.36.2
          """)
  void areReadInTheReadersLanguage(String english, String chinese) {
    assertThat(Notes.in(Language.CHINESE, english)).isEqualTo(chinese);
    assertThat(Notes.in(Language.ENGLISH, english)).isEqualTo(english);
  }

  /** Words that no step says any more would hide that it now says others. */
  @Test
  void areAllSaidBySomeStep() throws IOException {
    String sources = sources("src/main/java") + sources("../workflows/src/main/java");
    Messages english = Messages.in(Language.ENGLISH, "notes");
    assertThat(english.keys())
        .allSatisfy(
            key ->
                assertThat(Arrays.stream(english.text(key).split("\\{\\d}", -1)))
                    .allSatisfy(words -> assertThat(sources).as(key).contains(words.strip())));
  }

  private static String sources(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(NotesTest::text)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
