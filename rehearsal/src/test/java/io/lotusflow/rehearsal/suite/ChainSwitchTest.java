package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chain data changed under a node and beside it, as transcripts 535–547 and 561–563 saw it. */
class ChainSwitchTest {
  @TempDir Path folder;
  private Rig rig;
  private Path snapshot;
  private Process living;
  private final int besidePort = Rig.freePort();

  @BeforeEach
  void startNode() throws Exception {
    rig = new Rig(folder);
    living = rig.startDaemon();
    awaitHead("node");
    snapshot = folder.resolve("snap.car");
    rig.network.exportSnapshot(snapshot);
  }

  @AfterEach
  void closeRig() {
    rig.close();
  }

  private void awaitHead(String repo) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> rig.height(repo) >= rig.network.height() - 1);
  }

  /** Transcript 541: no port is opened, no key made, no splitstore yet. */
  private void importBeside() throws Exception {
    Path beside = Files.createDirectories(folder.resolve("beside"));
    Files.writeString(
        beside.resolve("config.toml"),
        "[API]\n  ListenAddress = \"/ip4/127.0.0.1/tcp/"
            + besidePort
            + "/http\"\n[Chainstore]\n  EnableSplitstore = true\n");
    Rig.Ended ended =
        rig.run(
            "LotusMain",
            rig.at("beside"),
            "daemon",
            "--bootstrap=false",
            "--import-snapshot",
            snapshot.toString(),
            "--halt-after-import",
            "--remove-existing-chain=false");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("Chain import complete, halting as requested...\n");
  }

  private List<String> names(String path) throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve(path))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private void exchange(String what) throws IOException {
    Path mine = folder.resolve("node/" + what);
    Files.move(mine, folder.resolve("aside"));
    Files.move(folder.resolve("beside/" + what), mine);
  }

  @Test
  void importsBesideALivingNodeAndCatchesUpThere() throws Exception {
    importBeside();
    assertThat(names("beside")).contains("config.toml", "datastore", "journal", "keystore");
    assertThat(names("beside")).doesNotContain("token", "api");
    assertThat(names("beside/datastore")).containsExactly("chain", "f3", "metadata");
    assertThat(names("beside/keystore")).isEmpty();
    assertThat(living.isAlive()).isTrue();
    Process beside = rig.startDaemon("beside", besidePort);
    awaitHead("beside");
    assertThat(names("beside/datastore")).containsExactly("chain", "f3", "metadata", "splitstore");
    assertThat(rig.run("LotusMain", rig.at("beside"), "net", "id").out())
        .isNotEqualTo(rig.lotus("net", "id").out());
    assertThat(rig.token("beside")).isNotEqualTo(rig.token("node"));
    rig.stop(beside, "beside");
  }

  @Test
  void servesAtTheCurrentHeadWithItsOldKeysWhenTheWholeDatastoreIsExchanged() throws Exception {
    String wallet = rig.lotus("wallet", "new", "bls").out();
    String peer = rig.lotus("net", "id").out();
    String token = rig.token("node");
    importBeside();
    rig.stop(rig.startDaemon("beside", besidePort), "beside");
    rig.stop(living, "node");
    exchange("datastore");
    rig.startDaemon();
    awaitHead("node");
    assertThat(rig.lotus("wallet", "list", "--addr-only").out()).contains(wallet.strip());
    assertThat(rig.lotus("net", "id").out()).isEqualTo(peer);
    assertThat(rig.token("node")).isEqualTo(token);
  }

  @Test
  void startsAtTheSnapshotsHeadWhenNothingIsThereToFollow() throws Exception {
    importBeside();
    long exported = rig.height("node");
    rig.stop(living, "node");
    exchange("datastore");
    rig.startDaemon("--bootstrap=false");
    assertThat(rig.height("node")).isBetween(exported - 3, exported);
  }

  @Test
  void isServedByItsSplitstoreAtItsOldHeadWhenOnlyTheChainFolderIsExchanged() throws Exception {
    importBeside();
    awaitTwoMore();
    rig.stop(living, "node");
    String old = Files.readString(folder.resolve("node/datastore/metadata/head"));
    exchange("datastore/chain");
    rig.startDaemon("--bootstrap=false");
    assertThat(rig.lotus("chain", "head").out().strip()).isEqualTo(old);
  }

  @Test
  void diesAtStartWhenTheHeadsBlockIsInNeitherStore() throws Exception {
    importBeside();
    awaitTwoMore();
    rig.stop(living, "node");
    exchange("datastore/chain");
    delete(folder.resolve("node/datastore/splitstore"));
    Rig.Ended ended = rig.lotus("daemon", "--bootstrap=false");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("ERROR: initializing node: ").contains("could not find");
  }

  /** So that the node is past the snapshot. */
  private void awaitTwoMore() {
    long before = rig.network.height();
    await().atMost(Duration.ofSeconds(10)).until(() -> rig.height("node") > before + 1);
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Transcript 539: the living node has its certificates and is not touched by it. */
  @Test
  void diesAtStartWithoutAPowerTableWhenOrdered() throws Exception {
    importBeside();
    rig.order("f3-power-table-missing", "");
    Rig.Ended ended = rig.run("LotusMain", rig.at("beside"), "daemon");
    assertThat(ended.exitCode()).isEqualTo(1);
    String real = Transcript.named("539-switch-S-no-f3-power-table").stdout();
    String error = real.substring(real.indexOf("ERROR: ")).strip();
    assertThat(ended.err().strip()).endsWith(error);
    rig.stop(living, "node");
    rig.startDaemon();
  }

  /** Transcripts 545 and 547: stop has long returned when the process ends. */
  @Test
  void endsSomeTimeAfterTheStopCommandHasReturned() throws Exception {
    rig.order("daemon-slow-stop", "2");
    assertThat(rig.lotus("daemon", "stop").exitCode()).isZero();
    assertThat(living.isAlive()).isTrue();
    await().until(() -> !Files.exists(folder.resolve("node/api")));
    assertThat(rig.lotus("daemon").err()).contains("repo is already locked");
    assertThat(living.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fallsToTheRepositoryThatAFaultNames() throws Exception {
    importBeside();
    rig.order("daemon-dies-at-start", "1 " + folder.resolve("node"));
    Process beside = rig.startDaemon("beside", besidePort);
    rig.stop(living, "node");
    assertThat(rig.lotus("daemon").exitCode()).isEqualTo(1);
    rig.startDaemon();
    rig.stop(beside, "beside");
  }

  /**
   * Transcripts 561–563: a message of the last second is unknown to the new store, so the next one
   * takes its nonce, prints a CID, and is never mined.
   */
  @Test
  void losesTheMessageThatTakesANonceTheChainHasPassed() throws Exception {
    String from = rig.funded("bls", 10);
    rig.network.exportSnapshot(snapshot);
    importBeside();
    String first = rig.lotus("send", "--from", from, "t01000", "1").out();
    assertThat(rig.lotus("mpool", "pending", "--local", "--cids").out()).isNotEmpty();
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> rig.lotus("state", "search-msg", cid(first)).exitCode() == 0);
    rig.stop(living, "node");
    exchange("datastore");
    rig.order("sync-late", "3");
    rig.startDaemon();
    assertThat(rig.lotus("mpool", "pending", "--local", "--cids").out()).isEmpty();
    Rig.Ended second = rig.lotus("send", "--from", from, "t01000", "2");
    assertThat(second.exitCode()).isZero();
    assertThat(cid(second.out())).isNotEqualTo(cid(first));
    Files.delete(rig.faults().resolve("sync-late"));
    awaitHead("node");
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> rig.lotus("state", "search-msg", cid(second.out())).err().contains("replaced"));
    String real = Transcript.named("563-switch-again-what-became-of-the-sends").normal().stdout();
    String error = rig.lotus("state", "search-msg", cid(second.out())).transcript().stderr();
    assertThat(nonces(real)).contains(nonces(error.strip()));
    assertThat(rig.run("LotusMain", Map.of(), "state", "search-msg", cid(first)).exitCode())
        .isZero();
  }

  private static String nonces(String text) {
    return text.replaceAll(" n ?\\d+", " nN");
  }

  private static String cid(String output) {
    String[] lines = output.strip().split("\n", -1);
    return lines[lines.length - 1];
  }
}
