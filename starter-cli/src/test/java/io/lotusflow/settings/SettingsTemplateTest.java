package io.lotusflow.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.storage.StoragePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTemplateTest {

  private static final Path FILE = Path.of("lotusflow.toml");

  @ParameterizedTest
  @EnumSource
  void isReadBackWithoutAProblem(Language language) throws BadSettings {
    Settings settings =
        read(SettingsTemplate.ofDefaults().with("language", language.tag()).text(language));
    assertThat(settings.language()).isEqualTo(language);
    assertThat(settings.warnings()).isEmpty();
  }

  /** What the file says and what is taken where nothing is said cannot differ. */
  @Test
  void saysTheDefaultsThatCountWithoutIt() throws BadSettings {
    assertThat(read(SettingsTemplate.ofDefaults().text(Language.ENGLISH)))
        .isEqualTo(read("[node]\nname = \"node-1\"\nnetwork = \"mainnet\"\n"));
  }

  @ParameterizedTest
  @EnumSource
  void hasAMeaningForEachKeyOfTheReaderAndNoOther(Language language) {
    Messages help = Messages.in(language, "settings-help");
    SettingsReader.keys()
        .forEach(
            (table, keys) -> {
              assertThat(table.isEmpty() || help.has("table." + table)).as(table).isTrue();
              keys.keySet()
                  .forEach(
                      key -> {
                        String name = SettingsTemplate.qualified(table, key);
                        assertThat(help.has(name)).as(name).isTrue();
                      });
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "daemon.api|/ip4/10.0.0.1/tcp/1234/http|api = \"/ip4/10.0.0.1/tcp/1234/http\"",
        "node.roles|daemon|roles = [\"daemon\"]",
        "node.roles|daemon, miner|roles = [\"daemon\", \"miner\"]",
        "build.tools|[\"lotus-bench\"]|tools = [\"lotus-bench\"]",
        "host.nofile|200000|nofile = 200000",
        "host.nofile|many|nofile = \"many\"",
        "daemon.splitstore|false|splitstore = false",
        "miner.environment|{ A = \"b\" }|environment = { \"A\" = \"b\" }",
        "miner.tmpdir|/a\"b\\c|tmpdir = \"/a\\\"b\\\\c\"",
      })
  void writesValuesAsTheirTypeWants(String key, String written, String line) {
    assertThat(SettingsTemplate.ofDefaults().with(key, written).text(Language.ENGLISH).lines())
        .contains(line);
  }

  @Test
  void writesStoragePaths() throws BadSettings {
    StoragePath path = new StoragePath("/nvme0", true, false, 10, Optional.empty());
    String text = SettingsTemplate.ofDefaults().withStorage(List.of(path)).text(Language.CHINESE);
    assertThat(read(text).storage()).containsExactly(path);
  }

  @Test
  void refusesAKeyThatIsNotThere() {
    assertThatThrownBy(() -> SettingsTemplate.ofDefaults().with("daemon.apt", "x"))
        .hasMessageContaining("daemon.apt");
    BadSettings bad =
        catchThrowableOfType(
            BadSettings.class,
            () ->
                SettingsTemplate.refuseUnknown(
                    List.of("daemon.apt", "node.name"), "--set", Language.ENGLISH));
    assertThat(bad.problems()).hasSize(1);
    assertThat(bad.problems().get(0).nearest()).contains("daemon.api");
  }

  private static Settings read(String text) throws BadSettings {
    return new SettingsReader(Language.ENGLISH).parse(FILE, text);
  }
}
