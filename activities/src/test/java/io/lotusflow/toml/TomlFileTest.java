package io.lotusflow.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Works on the default files that real versions of Lotus write. */
class TomlFileTest {
  private static final Setting LISTEN =
      Setting.text("API", "ListenAddress", "/ip4/127.0.0.1/tcp/1299/http");
  private static final Setting SPLITSTORE = Setting.flag("Chainstore", "EnableSplitstore", true);

  @TempDir Path folder;

  private TomlFile file(String text) throws IOException {
    Path path = folder.resolve("config.toml");
    Files.writeString(path, text);
    return new TomlFile(path);
  }

  private static String defaults(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(TomlFileTest.class.getResourceAsStream("/defaults/" + name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String edited(String text, Setting... settings) {
    return TomlText.with(text, List.of(settings));
  }

  /** As a crash in the middle of a write leaves it. */
  @Test
  void aCopyThatWasCutOffIsMadeAnewAndNeverPutBack() throws IOException {
    TomlFile config = file("[API]\n  # mine\n");
    String before = config.digest().orElseThrow();
    Files.writeString(config.copy(before), "[API]\n");

    ApplicationFailure refused =
        catchThrowableOfType(ApplicationFailure.class, () -> config.restore(before));
    assertThat(refused.getType()).isEqualTo("CONFIG_COPY_BROKEN");
    assertThat(config.path()).hasContent("[API]\n  # mine\n");

    config.set(List.of(LISTEN));
    assertThat(config.copy(before)).hasContent("[API]\n  # mine\n");
    config.restore(before);
    assertThat(config.path()).hasContent("[API]\n  # mine\n");
  }

  @Test
  void putsACommentedKeyLiveRightThere() {
    assertThat(edited("[API]\n  # where\n  #ListenAddress = \"x\"\n  #Timeout = \"30s\"\n", LISTEN))
        .isEqualTo(
            """
            [API]
              # where
              ListenAddress = "/ip4/127.0.0.1/tcp/1299/http"
              #Timeout = "30s"
            """);
  }

  @Test
  void replacesALiveValueAndKeepsItsComment() {
    assertThat(edited("[api]\nlistenaddress = 'old' # mine\nOther = 1\n", LISTEN))
        .isEqualTo("[api]\nlistenaddress = \"/ip4/127.0.0.1/tcp/1299/http\" # mine\nOther = 1\n");
  }

  @Test
  void replacesAListOverSeveralLines() {
    String text =
        "[Libp2p]\n  ListenAddresses = [ # all\n    \"/a]\",\n    '/b',\n  ] # end\n  Low = 1\n";
    assertThat(edited(text, Setting.texts("Libp2p", "ListenAddresses", List.of("/c", "/d"))))
        .isEqualTo("[Libp2p]\n  ListenAddresses = [\"/c\", \"/d\"] # end\n  Low = 1\n");
  }

  @Test
  void doesNotTakeTextInAStringForASectionOrAKey() {
    String text = "Note = \"\"\"\n[API]\n#ListenAddress = 1\n\"\"\"\n[Other]\nx = 1\n";
    assertThat(edited(text, LISTEN)).startsWith(text).endsWith("[API]\n  " + written() + "\n");
  }

  private static String written() {
    return "ListenAddress = \"/ip4/127.0.0.1/tcp/1299/http\"";
  }

  @Test
  void addsAKeyThatTheSectionLacks() {
    assertThat(edited("[API]\n[Chainstore]\n  A = 1\n", SPLITSTORE))
        .isEqualTo("[API]\n[Chainstore]\n  EnableSplitstore = true\n  A = 1\n");
  }

  @Test
  void appendsASectionThatIsAbsent() {
    assertThat(edited("[API]\n#", SPLITSTORE))
        .isEqualTo("[API]\n#\n\n[Chainstore]\n  EnableSplitstore = true\n");
    assertThat(edited("", SPLITSTORE)).isEqualTo("[Chainstore]\n  EnableSplitstore = true\n");
  }

  @Test
  void editsADottedKey() {
    assertThat(edited("API.ListenAddress = \"x\"\n", LISTEN)).isEqualTo("API." + written() + "\n");
  }

  @Test
  void setsAllSpellingsOfAKeySinceLotusMayReadAny() {
    assertThat(edited("[API]\nlistenaddress = 'a'\nListenAddress = 'b'\n", LISTEN))
        .containsSubsequence("listenaddress = \"/ip4", "ListenAddress = \"/ip4");
  }

  @Test
  void writesEveryKindOfValue() {
    String text =
        edited(
            "",
            Setting.number("S", "Number", 42),
            Setting.text("S", "Text", "a \"quoted\" \\ \u4e2d\n"),
            Setting.texts("S", "None", List.of()),
            Setting.duration("S", "Delay", Duration.ofMinutes(361)));
    assertThat(TomlText.values(text))
        .containsEntry("S.Number", 42L)
        .containsEntry("S.Text", "a \"quoted\" \\ \u4e2d\n")
        .containsEntry("S.None", List.of())
        .containsEntry("S.Delay", "6h1m0s");
  }

  @Test
  void keepsTheOldFileOnceAndItsMode() throws IOException {
    TomlFile config = file("[API]\n");
    Files.setPosixFilePermissions(config.path(), PosixFilePermissions.fromString("rw-r-----"));
    Optional<Path> kept = config.set(List.of(LISTEN));
    assertThat(kept.orElseThrow()).hasContent("[API]\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.path())))
        .isEqualTo("rw-r-----");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void writesNothingWhenAllIsSetAlready() throws IOException {
    TomlFile config = file("[API]\n  " + written() + "\n");
    FileTime longAgo = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(config.path(), longAgo);
    assertThat(config.missing(List.of(LISTEN))).isEmpty();
    assertThat(config.set(List.of(LISTEN))).isEmpty();
    assertThat(Files.getLastModifiedTime(config.path())).isEqualTo(longAgo);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void makesAFileThatIsNotThere() throws IOException {
    TomlFile config = new TomlFile(folder.resolve("new.toml"));
    assertThat(config.missing(List.of(LISTEN))).containsExactly(LISTEN);
    assertThat(config.set(List.of(LISTEN))).isEmpty();
    assertThat(config.path()).content().contains(written());
  }

  @Test
  void saysWhereAFileIsNotToml() throws IOException {
    TomlFile config = file("[API]\nListenAddress =\n");
    ApplicationFailure refused =
        catchThrowableOfType(ApplicationFailure.class, () -> config.set(List.of(LISTEN)));
    assertThat(refused.getType()).isEqualTo("CONFIG_NOT_TOML");
    assertThat(refused.getMessage()).contains(config.path().toString(), "line 2");
    assertThat(config.path()).hasContent("[API]\nListenAddress =\n");
  }

  @Test
  void refusesWhatCannotBeEditedWithoutChangingMore() throws IOException {
    TomlFile config = file("Chainstore = { EnableSplitstore = false }\n");
    ApplicationFailure refused =
        catchThrowableOfType(ApplicationFailure.class, () -> config.set(List.of(SPLITSTORE)));
    assertThat(refused.getType()).isEqualTo("CONFIG_NOT_EDITABLE");
    assertThat(config.path()).hasContent("Chainstore = { EnableSplitstore = false }\n");
  }

  @Test
  void namesKeysThatAVersionIgnores() throws IOException {
    TomlFile config =
        file("[Dealmaking]\nFilter = 'x'\n[fees]\nmaxcommitgasfee = '1 FIL'\n[Libp2p]\nA = 1\n");
    assertThat(config.unknownKeys(defaults("default-lotus-miner-config.v1.36.2.toml")))
        .containsExactly("Dealmaking.Filter", "Libp2p.A");
    assertThat(config.unknownKeys(defaults("default-lotus-miner-config.v1.1.2.generated.toml")))
        .containsExactly("Libp2p.A");
  }

  /** Random edits: our keys hold, all other values and all other lines stay, a repeat is silent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "default-lotus-config.v1.1.2.generated.toml",
        "default-lotus-config.v1.13.0.toml",
        "default-lotus-config.v1.36.2.toml",
        "default-lotus-miner-config.v1.1.2.generated.toml",
        "default-lotus-miner-config.v1.13.0.toml",
        "default-lotus-miner-config.v1.36.2.toml",
      })
  void changesOurKeysAndNothingElse(String name) throws IOException {
    String original = defaults(name);
    List<String> known =
        TomlText.knownKeys(original).stream().filter(key -> key.contains(".")).toList();
    assertThat(known).hasSizeGreaterThan(8);
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      String text = original;
      Map<String, Object> wanted = new TreeMap<>();
      for (int round = 0; round < 4; round++) {
        List<Setting> settings = randomSettings(random, known);
        String before = text;
        text = TomlText.with(before, settings);
        settings.forEach(
            setting ->
                wanted.put(
                    (setting.section() + "." + setting.key()).toLowerCase(Locale.ROOT),
                    setting.value()));
        assertThat(lowerCased(TomlText.values(text)))
            .as("seed %d", seed)
            .containsAllEntriesOf(wanted);
        assertThat(TomlText.with(text, settings)).as("seed %d", seed).isEqualTo(text);
        assertThat(linesLost(before, text))
            .as("seed %d", seed)
            .isLessThanOrEqualTo(settings.size());
      }
    }
  }

  private static Map<String, Object> lowerCased(Map<String, Object> values) {
    Map<String, Object> lower = new TreeMap<>();
    values.forEach((key, value) -> lower.put(key.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  private static List<Setting> randomSettings(Random random, List<String> known) {
    Map<String, Setting> settings = new TreeMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      boolean ours = random.nextInt(4) == 0;
      String path =
          ours
              ? List.of("New.Key", "API.NewKey", "Sealing.Other").get(random.nextInt(3))
              : known.get(random.nextInt(known.size()));
      int dot = path.lastIndexOf('.');
      Setting setting =
          new Setting(path.substring(0, dot), path.substring(dot + 1), randomValue(random));
      settings.put(path.toLowerCase(Locale.ROOT), setting);
    }
    return List.copyOf(settings.values());
  }

  private static Object randomValue(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextBoolean();
      case 1 -> random.nextLong();
      case 2 -> List.of("/ip4/0.0.0.0/tcp/" + random.nextInt(65536), "# [x] = \"y\"");
      default -> "text " + random.nextInt() + " \"#'\\";
    };
  }

  private static int linesLost(String before, String after) {
    List<String> rest = new ArrayList<>(after.lines().toList());
    int lost = 0;
    for (String line : before.lines().toList()) {
      if (!rest.remove(line)) {
        lost++;
      }
    }
    return lost;
  }
}
