package io.lotusflow.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.NodeSettings.Role;
import io.lotusflow.settings.Settings;
import io.lotusflow.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitTest {

  private static final Machine MACHINE =
      new Machine(
          "SZ-Miner_01.example.org",
          "/root",
          true,
          "AMD EPYC 7F32",
          8,
          true,
          ByteSize.parse("64GiB"),
          List.of("GeForce RTX 3080"),
          true,
          List.of(
              new Mount("/pool1", ByteSize.parse("90TiB"), false),
              new Mount("/nvme0", ByteSize.parse("3TiB"), true),
              new Mount("/", ByteSize.parse("800GiB"), true)),
          List.of("203.0.113.7"),
          List.of("/root/.lotus"),
          "");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void writesAFileThatIsReadBackWithoutAProblem(Language language) throws Exception {
    Written written = new Init(MACHINE, language, Asker.nobody()).run(request(Map.of(), false));
    Settings settings = new SettingsReader(language).read(written.file());
    assertThat(settings.language()).isEqualTo(language);
    assertThat(settings.warnings()).isEmpty();
    assertThat(written.backup()).isEmpty();
  }

  @Test
  void proposesWhatTheMachineSuggests() throws Exception {
    Settings settings = afterwards(Asker.nobody(), Map.of());
    assertThat(settings.node().name()).hasToString("sz-miner-01");
    assertThat(settings.build().gpu()).hasToString("CUDA");
    assertThat(settings.host().swap()).contains(ByteSize.parse("256GiB"));
    assertThat(settings.daemon().repo()).isEqualTo("/nvme0/lotus/daemon");
    assertThat(settings.daemon().libp2pAnnounce().toString()).contains("203.0.113.7");
    assertThat(settings.storage()).hasSize(2);
    assertThat(settings.storage().get(0).path()).isEqualTo("/nvme0/lotus/seal");
    assertThat(settings.storage().get(1).path()).isEqualTo("/pool1/lotus/store");
  }

  @Test
  void staysAtHomeWithoutRoot() throws Exception {
    Settings settings =
        new SettingsReader(Language.ENGLISH)
            .read(
                new Init(unprivileged(), Language.ENGLISH, Asker.nobody())
                    .run(request(Map.of(), false))
                    .file());
    assertThat(settings.build().prefix()).isEqualTo("/home/op/lotus/opt");
    assertThat(settings.miner().repo()).isEqualTo("/home/op/lotus/miner");
  }

  @Test
  void asksOnlyWhatIsNotGiven() throws Exception {
    Script script = new Script(Map.of());
    afterwards(script, Map.of("node.network", "calibnet", "node.roles", "daemon"));
    assertThat(script.asked)
        .contains("node.name", "daemon.repo", "build.ref")
        .doesNotContain("node.network", "node.roles", "miner.repo", "storage.seal");
  }

  @Test
  void takesAnswers() throws Exception {
    Settings settings =
        afterwards(
            new Script(
                Map.of(
                    "node.network", List.of("calibnet"),
                    "node.roles", List.of("daemon"),
                    "daemon.libp2p_announce", List.of(Question.NOTHING))),
            Map.of());
    assertThat(settings.node().roles()).containsExactly(Role.DAEMON);
    assertThat(settings.daemon().libp2pAnnounce()).isEmpty();
    assertThat(settings.storage()).isEmpty();
  }

  @Test
  void asksAgainAndSaysWhyWhenAnAnswerMakesNoSense() throws Exception {
    Script script = new Script(Map.of("node.network", List.of("manet", "mainnet")));
    afterwards(script, Map.of());
    assertThat(script.refusals).hasSize(1);
    assertThat(script.refusals.get(0)).contains("did you mean \"mainnet\"");
  }

  @Test
  void refusesGivenAnswersThatDoNotFitAndWritesNothing() {
    BadSettings bad =
        catchThrowableOfType(
            BadSettings.class,
            () -> afterwards(Asker.nobody(), Map.of("miner.repo", "miner", "node.name", "A b")));
    assertThat(bad.problems()).hasSize(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAKeyThatDoesNotExist() {
    BadSettings bad =
        catchThrowableOfType(
            BadSettings.class,
            () -> afterwards(Asker.nobody(), Map.of("miner.sectorsize", "32GiB")));
    assertThat(bad.problems().get(0).nearest()).contains("miner.sector_size");
  }

  @Test
  void neverReplacesAFileUnasked() throws Exception {
    Path file = Files.writeString(folder.resolve("lotusflow.toml"), "# mine");
    Script script = new Script(Map.of());
    assertThat(catchThrowable(() -> afterwards(script, Map.of())))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(script.asked).isEmpty();
    assertThat(file).hasContent("# mine");
  }

  @Test
  void keepsTheFileThatItReplacesByForce() throws Exception {
    Files.writeString(folder.resolve("lotusflow.toml"), "# mine");
    Written written =
        new Init(MACHINE, Language.ENGLISH, Asker.nobody()).run(request(Map.of(), true));
    assertThat(written.backup().orElseThrow()).hasContent("# mine");
    assertThat(names()).hasSize(2).allMatch(name -> name.startsWith("lotusflow.toml"));
  }

  @Test
  void speaksOfWhatItFound() throws Exception {
    Written written =
        new Init(MACHINE, Language.CHINESE, Asker.nobody()).run(request(Map.of(), false));
    assertThat(String.join("\n", written.remarks()))
        .contains("AMD EPYC 7F32", "64GiB", "RTX 3080", "SHA", "/root/.lotus");
  }

  private Settings afterwards(Asker asker, Map<String, String> given) throws Exception {
    Written written = new Init(MACHINE, Language.ENGLISH, asker).run(request(given, false));
    return new SettingsReader(Language.ENGLISH).read(written.file());
  }

  private InitRequest request(Map<String, String> given, boolean force) {
    return new InitRequest(folder.resolve("lotusflow.toml"), given, force);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Machine unprivileged() {
    return new Machine(
        "host",
        "/home/op",
        false,
        "",
        4,
        false,
        ByteSize.parse("8GiB"),
        List.of(),
        false,
        List.of(),
        List.of(),
        List.of(),
        "");
  }

  /** Answers some questions, and takes the proposal of all others. */
  private static final class Script implements Asker {
    private final Map<String, List<String>> answers;
    private final List<String> asked = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    Script(Map<String, List<String>> answers) {
      this.answers = answers;
    }

    @Override
    public Optional<String> ask(Question question) {
      question.refusal().ifPresent(refusals::add);
      long before = asked.stream().filter(question.key()::equals).count();
      asked.add(question.key());
      List<String> known = answers.getOrDefault(question.key(), List.of());
      return Optional.of(before < known.size() ? known.get((int) before) : "");
    }
  }
}
