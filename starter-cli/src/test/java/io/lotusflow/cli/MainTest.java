package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line as a user sees it: exit codes, streams, languages. */
class MainTest {

  private static final String NOTHING_BUT_A_NAME =
      "\\s+(-\\w, )?\\s*--[\\w-]+(=\\S+)?\\s*| {6}[^-\\s]\\S*";

  private static final String EXPLANATION = " ".repeat(26);

  /** Nobody listens on port 1. */
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir private Path home;

  @Test
  void helpIsInTheLanguageAskedFor() {
    assertThat(Cli.call(home, "--help").out())
        .contains("Runs the operations manual")
        .contains("4   the run waits for a person");
    assertThat(Cli.call(home, "--help", "--lang", "zh-CN").out())
        .contains("退出码")
        .contains("安装 Lotus");
    assertThat(Cli.call(home, Map.of("LANG", "zh_CN.UTF-8"), "run", "--help").out())
        .contains("列出运行");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run", "run watch"})
  void helpIsACommandToo(String command) {
    Cli asCommand = Cli.call(home, ("help " + command).strip().split(" "));
    assertThat(asCommand.exit()).isEqualTo(Exit.DONE);
    assertThat(asCommand.out())
        .isEqualTo(Cli.call(home, (command + " --help").strip().split(" ")).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"remove", "stop"})
  void withoutARehearsalThereIsNothingToEnd(String what) {
    Path empty = home.resolve("empty");
    Cli call = Cli.call(empty, "rehearsal", what);

    assertThat(call.exit()).isEqualTo(Exit.DONE);
    assertThat(call.err()).contains("There is no rehearsal network");
    assertThat(empty).doesNotExist();
  }

  @Test
  void aStrangersFolderIsNoRehearsalAndStays() throws IOException {
    Path theirs = Files.createDirectories(home.resolve("rehearsal")).resolve("chain");
    Files.writeString(theirs, "");
    Cli call = Cli.call(home, "-y", "rehearsal", "remove");

    assertThat(call.exit()).isEqualTo(Exit.FAILED);
    assertThat(call.err()).contains("is no rehearsal's folder").doesNotContain("\tat ");
    assertThat(theirs).exists();
  }

  @Test
  void aSectorIsPutOnlyIntoAStateThatLotusHas() {
    Cli call = Cli.call(home, "rehearsal", "sector", "3", "Provin");

    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(call.err()).contains("There is no sector state Provin", "\"Proving\"");
  }

  @Test
  void everyCommandHasItsHelp() {
    StringBuilder without = new StringBuilder();
    collect(Commands.of(SessionOf.nobody(home), List.of()), without);
    assertThat(without).isEmpty();
  }

  private void collect(CommandLine command, StringBuilder without) {
    for (CommandLine sub : command.getSubcommands().values()) {
      String name = sub.getCommandSpec().qualifiedName(" ").replaceFirst("lotusflow ", "");
      Cli help = Cli.call(home, (name + " --help").split(" "));
      if (help.exit() != 0 || help.out().lines().findFirst().orElse("").startsWith("Usage")) {
        without.append(name).append('\n');
      }
      List<String> lines = help.out().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        boolean explained = i + 1 < lines.size() && lines.get(i + 1).startsWith(EXPLANATION);
        if (lines.get(i).matches(NOTHING_BUT_A_NAME) && !explained) {
          without.append(name).append(lines.get(i)).append('\n');
        }
      }
      collect(sub, without);
    }
  }

  @Test
  void aTypoIsUsageAndNamesTheNearest() {
    Cli call = Cli.call(home, "instal");
    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(call.err()).contains("install");
    assertThat(call.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "install --nope",
        "run",
        "run skip x",
        "-o yaml status",
        "--lang fr status",
        "help instal",
        "run list --address 127.0.0.1"
      })
  void wrongUsageIsExitTwo(String line) {
    Cli call = Cli.call(home, line.split(" "));
    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(call.err()).isNotBlank();
  }

  @Test
  void withoutSettingsItSaysHowToGetSome() {
    Cli call = Cli.call(home, "install", "--config", home.resolve("none.toml").toString());
    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(call.err()).contains("none.toml");
  }

  @Test
  void wrongSettingsAreToldAllAtOnceAndNothingIsStarted() throws IOException {
    Path file = home.resolve("bad.toml");
    Files.writeString(file, "[nodes]\nname = \"node-1\"\n[daemon]\nrepo = \"relative\"\n");
    Cli call = Cli.call(home, "install", "--config", file.toString());
    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(call.err()).contains("bad.toml:1").contains("bad.toml:4").contains("node");
    assertThat(home.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run list", "run watch", "run resume install/node-1", "run cancel x"})
  void anUnreachableServerIsExitSixWithItsAddress(String line) {
    Cli call = Cli.call(home, (line + " --address " + NOBODY).split(" "));
    assertThat(call.exit()).isEqualTo(Exit.UNREACHABLE);
    assertThat(call.err()).contains(NOBODY).contains("→").doesNotContain("\tat ");
  }

  @Test
  void saysWhetherAServersNameIsUnknownOrNobodyListens() {
    assertThat(Cli.call(home, "run", "list", "--address", "no-such-host.invalid:7233").err())
        .contains("host name is not known");
    assertThat(Cli.call(home, "run", "list", "--address", NOBODY).err()).contains("refused");
  }

  @Test
  void startsNoRehearsalWhereTemporalIsOutOfReach() {
    Cli call = Cli.call(home, "install", "--rehearsal", "--address", NOBODY);
    assertThat(call.exit()).isEqualTo(Exit.UNREACHABLE);
    assertThat(home.resolve("rehearsal")).doesNotExist();
  }

  @Test
  void aStackTraceNeedsDebug() {
    Cli call = Cli.call(home, "run", "list", "--debug", "--address", NOBODY);
    assertThat(call.err()).contains("\tat ");
  }

  @Test
  void statusAnswersWhenNothingIsUp() throws IOException {
    Cli text = Cli.call(home, "status");
    assertThat(text.exit()).isEqualTo(Exit.DONE);
    assertThat(text.out()).contains("lotusflow up");
    JsonNode json = new ObjectMapper().readTree(Cli.call(home, "status", "-o", "json").out());
    assertThat(json.get("serverAnswers").asBoolean()).isFalse();
    assertThat(json.get("runs")).isEmpty();
  }

  @Test
  void versionIsTheSameBothWays() throws IOException {
    String version = Version.number();
    assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(Cli.call(home, "--version").out()).isEqualTo("lotusflow " + version + '\n');
    assertThat(Cli.call(home, "version").out()).isEqualTo("lotusflow " + version + '\n');
    assertThat(
            new ObjectMapper()
                .readTree(Cli.call(home, "version", "-o", "json").out())
                .get("version")
                .asText())
        .isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionKnowsEveryCommand(String shell) {
    String script = Cli.call(home, "completion", shell).out();
    for (String name : CommandNames.all()) {
      assertThat(script)
          .contains("_picocli_lotusflow_" + name.replace("-", "").replace(' ', '_') + "()");
    }
    assertThat(script).contains("--dry-run");
    assertThat(script.startsWith("autoload")).isEqualTo(shell.equals("zsh"));
  }

  @Test
  void logsOfAnUnknownRunSayWhereWasLooked() {
    Cli call = Cli.call(home, "run", "logs", "install/node-1", "--address", NOBODY);
    assertThat(call.exit()).isEqualTo(Exit.FAILED);
    assertThat(call.err()).contains(home.resolve("jobs").toString());
  }

  @Test
  void aFaultIsSetListedAndTakenBack() {
    assertThat(Cli.call(home, "rehearsal", "fault", "make-fail").out()).isEqualTo("make-fail\n");
    assertThat(Cli.call(home, "rehearsal", "fault").out()).isEqualTo("make-fail\n");
    assertThat(Cli.call(home, "rehearsal", "fault", "make-fail", "--clear").out()).isEmpty();
    Cli unknown = Cli.call(home, "rehearsal", "fault", "rain");
    assertThat(unknown.exit()).isEqualTo(Exit.USAGE);
    assertThat(unknown.err()).contains("rain").contains("make-hang");
  }

  @Test
  void initWritesSettingsOnceWithoutAskingWhenNobodyIsThere() {
    String file = home.resolve("lotusflow.toml").toString();
    Cli first = Cli.call(home, "init", "--config", file, "--set", "node.name=node-7");
    assertThat(first.exit()).isEqualTo(Exit.DONE);
    assertThat(Path.of(file)).content().contains("node-7");
    Cli second = Cli.call(home, "init", "--config", file);
    assertThat(second.exit()).isEqualTo(Exit.USAGE);
    assertThat(second.err()).contains("--force");
  }
}
