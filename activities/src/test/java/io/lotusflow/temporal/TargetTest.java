package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.home.Home;
import io.lotusflow.home.UpState;
import io.lotusflow.messages.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTest {

  @TempDir Path folder;
  private Home home;
  private Path toml;

  @BeforeEach
  void aHomeWithAnEmbeddedServer() throws IOException {
    home = new Home(folder.resolve("home"));
    toml = Files.writeString(folder.resolve("temporal.toml"), "");
    new UpState(
            "127.0.0.1:17233",
            "http://127.0.0.1:18233",
            "1.9.1",
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .write(home);
  }

  @Test
  void theEmbeddedServerIsUsedWhereNothingElseIsNamed() {
    Target target = resolve(Optional.empty(), Map.of());
    assertThat(target.address()).isEqualTo("127.0.0.1:17233");
    assertThat(target.namespace()).isEqualTo("default");
    assertThat(target.origin()).isEqualTo(Target.Origin.EMBEDDED);
  }

  @Test
  void theStandardConfigurationComesBeforeTheEmbeddedServer() throws IOException {
    Files.writeString(
        toml, "[profile.default]\naddress = \"cluster:7233\"\nnamespace = \"storage\"\n");
    Target target = resolve(Optional.empty(), Map.of());
    assertThat(target.address()).isEqualTo("cluster:7233");
    assertThat(target.namespace()).isEqualTo("storage");
    assertThat(target.origin()).isEqualTo(Target.Origin.CONFIGURATION);
    assertThat(resolve(Optional.empty(), Map.of("TEMPORAL_ADDRESS", "env:1")).address())
        .isEqualTo("env:1");
  }

  @Test
  void anOptionComesFirst() {
    Target target = resolve(Optional.of("here:9"), Map.of("TEMPORAL_ADDRESS", "env:1"));
    assertThat(target.address()).isEqualTo("here:9");
    assertThat(target.origin()).isEqualTo(Target.Origin.OPTION);
  }

  @Test
  void aPersonIsToldSoonThatNobodyAnswers() {
    Target target = resolve(Optional.of("127.0.0.1:1"), Map.of());
    Instant begin = Instant.now();
    assertThatThrownBy(() -> Connection.open(Connection.Kind.CLI, target).close())
        .isInstanceOfSatisfying(
            TemporalUnreachable.class,
            e -> {
              assertThat(e.address()).isEqualTo("127.0.0.1:1");
              assertThat(e.todo(Language.ENGLISH)).contains("--address");
            });
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(7));
  }

  private Target resolve(Optional<String> address, Map<String, String> env) {
    Map<String, String> whole = new java.util.HashMap<>(env);
    whole.put("TEMPORAL_CONFIG_FILE", toml.toString());
    return Target.resolve(home, address, Optional.empty(), whole);
  }
}
