package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports, stops and crashes of the daemon. */
class DaemonLifeTest {
  @TempDir Path folder;
  private Rig rig;
  private Path snapshot;

  @BeforeEach
  void exportSnapshot() throws Exception {
    rig = new Rig(folder);
    snapshot = folder.resolve("snap-small.car");
    rig.network.exportSnapshot(snapshot);
  }

  @AfterEach
  void closeRig() {
    rig.close();
  }

  private Rig.Ended importFrom(Path file) throws Exception {
    return rig.lotus(
        "daemon", "--bootstrap=false", "--halt-after-import", "--import-snapshot=" + file);
  }

  /** Transcripts 062 and 070; the number of tipsets is the snapshot's. */
  @Test
  void importsASnapshotAndStartsAtItsHead() throws Exception {
    Rig.Ended imported = importFrom(snapshot);
    Transcript real = Transcript.named("062-import-snapshot-small-fresh-repo").normal();
    assertThat(tipsets(imported.transcript().stderr())).isEqualTo(tipsets(real.stderr()));
    assertThat(imported.out()).isEqualTo(real.stdout());
    assertThat(imported.exitCode()).isZero();
    rig.startDaemon("--bootstrap=false");
    assertThat(Long.parseLong(rig.lotus("chain", "head", "--height").out().strip()))
        .isBetween(100L, 110L);
    assertThat(rig.lotus("sync", "status").out()).isEqualTo("sync status:\n");
  }

  private static String tipsets(String text) {
    return text.replaceAll("last \\d+ tipsets", "last N tipsets")
        .replaceAll("directory:\\S*/node2?/", "directory:REPO/");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "065-import-trunc-fresh-repo, 0.5",
    "067-import-tiny-fresh-repo, 0.00002",
    "068-import-empty-fresh-repo, 0",
  })
  void refusesAFileThatIsCut(String transcript, double part) throws Exception {
    byte[] all = Files.readAllBytes(snapshot);
    Path cut =
        Files.write(
            folder.resolve("cut.car"), java.util.Arrays.copyOf(all, (int) (all.length * part)));
    assertThat(importFrom(cut).transcript()).isEqualTo(Transcript.named(transcript).normal());
  }

  /** Transcript 066. */
  @Test
  void noticesAFlippedByteAndLeavesNoChainWhereTheOldOneWasRemoved() throws Exception {
    byte[] all = Files.readAllBytes(snapshot);
    all[all.length * 2 / 3] ^= 1;
    Path corrupt = Files.write(folder.resolve("corrupt.car"), all);
    assertThat(importFrom(corrupt).transcript())
        .isEqualTo(Transcript.named("066-import-corrupt-fresh-repo").normal());
  }

  /** Transcripts 064 and 075: what was there is deleted before the file is looked at. */
  @Test
  void deletesTheChainFirstWhenToldToRemoveIt() throws Exception {
    importFrom(snapshot);
    Rig.Ended again =
        rig.lotus(
            "daemon",
            "--bootstrap=false",
            "--halt-after-import",
            "--remove-existing-chain",
            "--import-snapshot=" + snapshot);
    Transcript real = Transcript.named("064-import-remove-existing-chain").normal();
    assertThat(tipsets(again.transcript().stderr())).isEqualTo(tipsets(real.stderr()));
    assertThat(again.out()).isEqualTo(real.stdout());
    Path bad = Files.writeString(folder.resolve("page.car"), "<html>not found</html>");
    Rig.Ended failed =
        rig.lotus(
            "daemon", "--remove-existing-chain", "--halt-after-import", "--import-snapshot=" + bad);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(Files.size(folder.resolve("node/datastore/chain/blocks"))).isLessThan(1000);
    assertThat(rig.lotus("daemon", "--bootstrap=false").err()).contains("could not find");
  }

  /**
   * Transcript 077: without the flag a terminal is asked first, and without an answer all stays.
   */
  @Test
  void asksATerminalBeforeAnythingIsDeleted() throws Exception {
    importFrom(snapshot);
    long chain = Files.size(folder.resolve("node/datastore/chain/blocks"));
    Rig.Ended asked =
        rig.lotus(
            "--interactive=true",
            "daemon",
            "--bootstrap=false",
            "--halt-after-import",
            "--import-snapshot=" + snapshot);
    assertThat(asked.out()).endsWith("(yes/no): ");
    assertThat(Transcript.named("077-import-with-tty-prompts").normal().stdout())
        .contains(asked.out().strip())
        .contains("reading user input: EOF");
    assertThat(asked.err()).contains("reading user input: EOF");
    assertThat(asked.exitCode()).isEqualTo(1);
    assertThat(folder.resolve("node/datastore/chain/blocks")).hasSize(chain);
  }

  @Test
  void saysWhichFileIsMissing() throws Exception {
    Transcript ended = importFrom(folder.resolve("nope.car")).transcript();
    assertThat(ended).isEqualTo(Transcript.named("069-import-missing-file").normal());
  }

  @Test
  void failsAt40PercentWhenOrderedAndWorksTheNextTime() throws Exception {
    rig.order("import-fail", "");
    assertThat(importFrom(snapshot).exitCode()).isEqualTo(1);
    assertThat(importFrom(snapshot).exitCode()).isZero();
  }

  /** Transcript 002. */
  @Test
  void refusesAConfigWithoutTheSplitstore() throws Exception {
    Path repo = Files.createDirectories(folder.resolve("node"));
    Files.writeString(
        repo.resolve("config.toml"), "[API]\n  ListenAddress = \"/ip4/127.0.0.1/tcp/1/http\"\n");
    Rig.Ended ended = rig.lotus("daemon");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(error(ended.err()))
        .isEqualTo(error(Transcript.named("002-daemon-partial-config-refused").stderr()));
  }

  private static String error(String stderr) {
    return stderr.substring(stderr.indexOf("ERROR: "));
  }

  /** Transcripts 265, 340, 341. */
  @Test
  void locksItsRepoAndLeavesAStaleEndpointWhenKilled() throws Exception {
    Process daemon = rig.startDaemon();
    assertThat(error(importFrom(snapshot).err()))
        .isEqualTo("ERROR: repo is already locked (process is already running)\n\n");
    Rig.Ended removing =
        rig.lotus("daemon", "--remove-existing-chain", "--import-snapshot=" + snapshot);
    assertThat(error(removing.err()))
        .isEqualTo(
            "ERROR: error locking repo: repo is already locked (process is already running)\n\n");
    assertThat(error(rig.lotus("daemon").err()))
        .isEqualTo(
            "ERROR: initializing node: applying node options failed: repo is already locked (process is already running)\n\n");
    daemon.destroyForcibly().waitFor();
    assertThat(folder.resolve("node/api")).exists();
    assertThat(rig.lotus("chain", "head").transcript().stderr())
        .isEqualTo(Transcript.named("265-node2-daemon-killed9-stale-api").normal().stderr());
    rig.startDaemon();
    assertThat(rig.lotus("chain", "head").exitCode()).isZero();
  }

  /** Transcripts 144 and 146. */
  @Test
  void removesItsEndpointWhenItStopsInGoodOrder() throws Exception {
    Process daemon = rig.startDaemon();
    assertThat(rig.lotus("daemon", "stop").exitCode()).isZero();
    assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isZero();
    assertThat(rig.lotus("daemon", "stop").transcript())
        .isEqualTo(Transcript.named("144-daemon-down-lotus-daemon-stop").normal());
    assertThat(rig.lotus("wait-api", "--timeout", "3s").transcript())
        .isEqualTo(Transcript.named("146-daemon-down-lotus-wait-api---timeout-3s").normal());
    Process again = rig.startDaemon();
    again.destroy();
    assertThat(again.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).isZero();
  }

  @Test
  void crashesWhenOrderedAndStopsFollowingWhenOrdered() throws Exception {
    Process daemon = rig.startDaemon();
    rig.order("sync-stall", "");
    await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
    String height = rig.lotus("chain", "head", "--height").out();
    long networkHeight = rig.network.height();
    await().atMost(Duration.ofSeconds(10)).until(() -> rig.network.height() >= networkHeight + 2);
    assertThat(rig.lotus("chain", "head", "--height").out()).isEqualTo(height);
    Files.delete(rig.faults().resolve("sync-stall"));
    rig.order("daemon-crash", "");
    assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isEqualTo(137);
    assertThat(rig.faults().resolve("daemon-crash")).doesNotExist();
  }

  @Test
  void writesItsLogToTheFileThatGologNames() throws Exception {
    Path log = folder.resolve("golog.log");
    Rig.Ended ended =
        rig.run(
            "LotusMain",
            Map.of("GOLOG_FILE", log.toString(), "GOLOG_LOG_FMT", "json"),
            "daemon",
            "--halt-after-import",
            "--import-snapshot",
            snapshot.toString());
    assertThat(ended.exitCode()).isZero();
    assertThat(Files.readString(log))
        .startsWith("{\"level\":\"info\",\"ts\":\"")
        .contains("\"logger\":\"lotus\"");
    assertThat(ended.err()).doesNotContain("lotus repo");
  }
}
