package io.lotusflow.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real folders, real kills: whatever happens, one of the two chains is there as a whole. */
class ChainSwitchTest {
  @TempDir Path folder;
  private Path repo;
  private Path in;
  private Path aside;

  @BeforeEach
  void makeTwoChains() throws IOException {
    repo = folder.resolve("daemon");
    in = folder.resolve("daemon.import/datastore");
    aside = repo.resolve("datastore.before-20260101T000000");
    chain(repo.resolve("datastore"), "old");
    chain(in, "new");
    Files.createDirectories(repo.resolve("keystore"));
    Files.writeString(repo.resolve("keystore/key"), "secret");
  }

  private static void chain(Path datastore, String name) throws IOException {
    Files.createDirectories(datastore.resolve("chain"));
    Files.createDirectories(datastore.resolve("metadata"));
    Files.writeString(datastore.resolve("chain/name"), name);
  }

  private String serves() throws IOException {
    return Files.readString(repo.resolve("datastore/chain/name"));
  }

  private int child(List<String> before, String dieAt, String way) throws Exception {
    List<String> argv = new ArrayList<>(before);
    argv.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            ExchangeMain.class.getName(),
            repo.toString(),
            in.toString(),
            aside.toString(),
            dieAt,
            way));
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private ChainSwitch chainSwitch() {
    return new ChainSwitch(repo, "run", () -> {}, step -> {});
  }

  private FolderExchange exchange() {
    return new FolderExchange(repo.resolve("datastore"), in, aside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aside", "in", "end"})
  void goesOnAfterAKillBetweenAnyTwoSteps(String killedBefore) throws Exception {
    assertThat(child(List.of(), killedBefore, "forth")).isEqualTo(137);
    chainSwitch().exchange(exchange(), Duration.ZERO);

    assertThat(serves()).isEqualTo("new");
    assertThat(aside.resolve("chain/name")).hasContent("old");
    assertThat(repo.resolve("keystore/key")).hasContent("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aside", "in", "end"})
  void goesBackAfterAKillBetweenAnyTwoSteps(String killedBefore) throws Exception {
    assertThat(child(List.of(), killedBefore, "forth")).isEqualTo(137);
    chainSwitch().exchange(exchange().reversed(), Duration.ZERO);

    assertThat(serves()).isEqualTo("old");
    assertThat(in.resolve("chain/name")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aside", "in"})
  void aLaterRunMendsWhatADeadOneLeft(String killedBefore) throws Exception {
    assertThat(child(List.of(), killedBefore, "forth")).isEqualTo(137);
    chainSwitch().mend(Duration.ZERO);

    assertThat(serves()).isEqualTo("old");
    assertThat(chainSwitch().leftHalfDone()).isEmpty();
  }

  @Test
  void aLaterRunGoesOnWithTheUndoOfADeadOne() throws Exception {
    assertThat(child(List.of(), "", "forth")).isZero();
    assertThat(child(List.of(), "in", "back")).isEqualTo(137);
    chainSwitch().mend(Duration.ZERO);

    assertThat(serves()).isEqualTo("old");
    assertThat(in.resolve("chain/name")).hasContent("new");
    assertThat(chainSwitch().leftHalfDone()).isEmpty();
  }

  /** Killed at any step of the undo, too. */
  @ParameterizedTest
  @ValueSource(strings = {"", "aside", "in", "end"})
  void whatWasKeptBeforeAnUndoneSwitchCanStillBePutBack(String killedBefore) throws Exception {
    chainSwitch().exchange(exchange(), Duration.ZERO);
    Path kept = aside;
    chainSwitch().keep(kept, Instant.EPOCH);

    chain(in, "newer");
    aside = repo.resolve("datastore.before-20260102T000000");
    chainSwitch().exchange(exchange(), Duration.ZERO);
    assertThat(child(List.of(), killedBefore, "back")).isIn(0, 137);
    chainSwitch().exchange(exchange().reversed(), Duration.ZERO);

    assertThat(serves()).isEqualTo("new");
    assertThat(chainSwitch().old()).contains(kept);
  }

  @Test
  void aFirstSwitchThatIsUndoneLeavesNothingToPutBack() {
    chainSwitch().exchange(exchange(), Duration.ZERO);
    chainSwitch().exchange(exchange().reversed(), Duration.ZERO);

    assertThat(chainSwitch().old()).isEmpty();
    assertThat(ChainCopies.of(repo).lastExchange()).isEmpty();
  }

  @Test
  void aFolderThatADaemonMadeBetweenTheRenamesIsPutAside() throws Exception {
    assertThat(child(List.of(), "in", "forth")).isEqualTo(137);
    chain(repo.resolve("datastore"), "stray");
    chainSwitch().mend(Duration.ZERO);

    assertThat(serves()).isEqualTo("old");
    try (Stream<Path> all = Files.list(repo)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .anyMatch(name -> name.startsWith("datastore.stray-"));
    }
  }

  @Test
  void aRenameThatFailsLeavesTheOldChainAndCanBeTriedAgain() throws Exception {
    Files.createDirectories(aside.resolve("in the way"));
    assertThatThrownBy(() -> chainSwitch().exchange(exchange(), Duration.ZERO))
        .isInstanceOf(RuntimeException.class);
    assertThat(serves()).isIn("old");
  }

  @Test
  void aFolderWithoutAChainIsNeverSwitchedIn() throws IOException {
    io.lotusflow.files.FolderTree.delete(in.resolve("metadata"));
    assertThatThrownBy(() -> chainSwitch().exchange(exchange(), Duration.ZERO))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("no chain");
    assertThat(serves()).isEqualTo("old");
  }

  /** What the kernel was asked for, in order: contents and folders before and after each rename. */
  @Test
  void writesThroughBeforeAndAfterEachRename() throws Exception {
    Path trace = folder.resolve("trace");
    int exit =
        child(
            List.of("strace", "-f", "-y", "-e", "trace=fsync,rename", "-o", trace.toString()),
            "",
            "forth");
    assertThat(exit).isZero();
    List<String> calls =
        Files.readAllLines(trace).stream()
            .filter(line -> line.contains("fsync(") || line.contains("rename("))
            .filter(line -> !line.contains("journal"))
            .toList();
    int first = indexOf(calls, "rename(\"" + repo.resolve("datastore") + "\"");
    int second = indexOf(calls, "rename(\"" + in + "\"");
    assertThat(indexOf(calls, "<" + in.resolve("chain/name") + ">")).isBetween(0, first);
    assertThat(calls.subList(0, first)).anyMatch(line -> line.contains("<" + repo + ">"));
    assertThat(calls.subList(first + 1, second))
        .anyMatch(line -> line.contains("<" + repo + ">"))
        .anyMatch(line -> line.contains("<" + in.getParent() + ">"));
    assertThat(calls.subList(second + 1, calls.size()))
        .anyMatch(line -> line.contains("<" + repo + ">"))
        .anyMatch(line -> line.contains("<" + in.getParent() + ">"));
  }

  private static int indexOf(List<String> calls, String text) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError(text + " is not in\n" + String.join("\n", calls));
  }

  @Test
  void anOldChainIsNotDeletedOnceARollbackHasBegun() throws IOException {
    chainSwitch().exchange(exchange(), Duration.ZERO);
    chainSwitch().keep(aside, Instant.EPOCH);
    chainSwitch().reserve();
    chainSwitch().discard(aside);
    assertThat(aside).isDirectory();

    chainSwitch().keep(aside, Instant.EPOCH);
    chainSwitch().discard(aside);
    assertThat(aside).doesNotExist();
    assertThat(serves()).isEqualTo("new");
  }
}
