package io.lotusflow.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The list of keys in the operators' pages is the reader's own. After a change, run this test with
 * {@code -Dlotusflow.write.docs=true}.
 */
class SettingsPageTest {

  private static final String BEGIN = "<!-- keys: written by SettingsPageTest, see there -->\n";
  private static final String END = "<!-- end of keys -->\n";

  @ParameterizedTest
  @CsvSource({
    "settings.md, ENGLISH, Key, Default, Meaning",
    "settings.zh-CN.md, CHINESE, 键, 默认值, 含义"
  })
  void listsEveryKeyWithItsDefault(
      String file, Language language, String key, String fallback, String meaning)
      throws IOException {
    Path page = Path.of("..", "docs", file);
    String written = Files.readString(page);
    String head = "| " + key + " | " + fallback + " | " + meaning + " |\n|---|---|---|\n";
    String right =
        written.substring(0, written.indexOf(BEGIN) + BEGIN.length())
            + keys(head, Messages.in(language, "settings-help"))
            + written.substring(written.indexOf(END));
    if (Boolean.getBoolean("lotusflow.write.docs")) {
      Files.writeString(page, right);
    }
    assertThat(Files.readString(page)).isEqualTo(right);
  }

  private static String keys(String head, Messages help) {
    StringBuilder text = new StringBuilder();
    SettingsReader.keys()
        .forEach(
            (table, keys) -> {
              if (!table.isEmpty()) {
                text.append("\n**").append(bracketed(table)).append("** ");
                text.append(help.text("table." + table)).append("\n");
              }
              text.append('\n').append(head);
              keys.forEach((key, fallback) -> text.append(row(table, key, fallback, help)));
            });
    return text.append('\n').toString();
  }

  private static String bracketed(String table) {
    return table.equals("storage") ? "`[[storage]]`" : "`[" + table + "]`";
  }

  private static String row(String table, String key, Object fallback, Messages help) {
    String value = fallback instanceof Map ? "{}" : SettingsTemplate.literal(fallback);
    String meaning =
        help.text(SettingsTemplate.qualified(table, key)).replace("|", "\\|").replace("<", "\\<");
    return "| `" + key + "` | `" + value + "` | " + meaning + " |\n";
  }
}
