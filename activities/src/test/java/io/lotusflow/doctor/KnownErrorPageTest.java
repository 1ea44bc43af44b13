package io.lotusflow.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The list of errors in the operators' pages is doctor's own. After a change, run this test with
 * {@code -Dlotusflow.write.docs=true}.
 */
class KnownErrorPageTest {
  private static final String BEGIN = "<!-- errors: written by KnownErrorPageTest, see there -->\n";
  private static final String END = "<!-- end of errors -->\n";

  @ParameterizedTest
  @CsvSource({
    "troubleshooting.md, ENGLISH, In the log, What it means, What to do",
    "troubleshooting.zh-CN.md, CHINESE, 日志中, 含义, 该做什么"
  })
  void listsEveryErrorThatIsKnown(
      String file, Language language, String pattern, String meaning, String fix)
      throws IOException {
    Path page = Path.of("..", "docs", file);
    String written = Files.readString(page);
    String right =
        written.substring(0, written.indexOf(BEGIN) + BEGIN.length())
            + "| # | %s | %s | %s |\n|---|---|---|---|\n".formatted(pattern, meaning, fix)
            + rows(Messages.in(language, "doctor"))
            + written.substring(written.indexOf(END));
    if (Boolean.getBoolean("lotusflow.write.docs")) {
      Files.writeString(page, right);
    }
    assertThat(Files.readString(page)).isEqualTo(right);
  }

  private static String rows(Messages words) {
    StringBuilder rows = new StringBuilder();
    for (KnownError error : KnownError.values()) {
      rows.append("| ").append(error.pitfall() == 0 ? "-" : "#" + error.pitfall());
      rows.append(" | `").append(error.pattern().replace("|", "\\|")).append("` | ");
      rows.append(words.text(error.key() + ".why")).append(" | ");
      rows.append(words.text(error.key() + ".fix")).append(" |\n");
    }
    return rows.toString();
  }
}
