package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said before anything is started: by a miner of v1.1.2 and by one of today. */
class DealsCommandsTest {
  @TempDir private Path home;
  private final Map<String, Supplier<String>> answers = new ConcurrentHashMap<>();
  private AnsweringNode daemon;
  private AnsweringNode miner;

  @BeforeEach
  void begin() throws IOException {
    daemon = new AnsweringNode(answers);
    miner = new AnsweringNode(answers);
    Files.writeString(
        home.resolve("lotusflow.toml"),
        "[node]\nname = \"n\"\nnetwork = \"mainnet\"\n"
            + ("[daemon]\nrepo = \"" + home + "/daemon\"\n" + daemon.api())
            + ("[miner]\nrepo = \"" + home + "/miner\"\nsector_size = \"32GiB\"\n" + miner.api()));
    version("1.1.2");
    for (String kind : new String[] {"Online", "Offline"}) {
      answer("DealsConsider" + kind + "StorageDeals", "true");
      answer("DealsConsider" + kind + "RetrievalDeals", "false");
    }
    answer("DealsPieceCidBlocklist", "[]");
    answer("MarketListDataTransfers", "[{\"TransferID\":7,\"Status\":1}]");
    answer("MarketListRetrievalDeals", "null");
    answer(
        "MarketGetAsk",
        "{\"Ask\":{\"Price\":\"500000000\",\"VerifiedPrice\":\"0\",\"MinPieceSize\":256,\"MaxPieceSize\":34359738368}}");
  }

  @AfterEach
  void end() {
    daemon.close();
    miner.close();
  }

  private void answer(String method, String json) {
    answers.put(method, () -> json);
  }

  private void version(String number) {
    answer("Version", "{\"Version\":\"" + number + "+mainnet\",\"BlockDelay\":30}");
  }

  private Cli deals(String words) {
    String config = home.resolve("lotusflow.toml").toString();
    return Cli.call(
        home,
        Stream.concat(Stream.of(("deals " + words).split(" ", -1)), Stream.of("--config", config))
            .toArray(String[]::new));
  }

  @Test
  void tellsWhatIsTakenAndForHowMuch() {
    assertThat(deals("status").out())
        .contains("storage, online       taken", "retrieval, offline    refused")
        .contains("Under way: 1 data transfers, 0 retrievals")
        .contains("0.5382144 FIL/TiB/year (500000000 attoFIL/GiB/epoch)");
    assertThat(deals("ask get -o json").out())
        .contains("\"attoFilPerTibYear\":\"538214400000000000\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "disable", "restore --accept all", "ask get", "ask query f01"})
  void aMinerOfTodayIsSaidToTakeNone(String words) {
    version("1.36.2");
    Cli said = deals(words);
    assertThat(said.exit()).as(said.err()).isEqualTo(Exit.UNSUPPORTED);
    assertThat(said.err()).contains("v1.27.1", "Boost", "Curio");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void anotherMinersAskIsAskedThroughTheDaemonAtItsPeer() {
    answer("StateMinerInfo", "{\"Owner\":\"f01\",\"PeerId\":\"12D3KooWPeer\"}");
    answer(
        "ClientQueryAsk",
        "{\"Price\":\"500000000\",\"VerifiedPrice\":\"0\",\"MinPieceSize\":256,\"MaxPieceSize\":34359738368}");
    Cli said = deals("ask query f01000");

    assertThat(said.exit()).as(said.err()).isEqualTo(Exit.DONE);
    assertThat(said.out())
        .contains("0.5382144 FIL/TiB/year (500000000 attoFIL/GiB/epoch)", "32GiB");
    assertThat(daemon.calls).contains("ClientQueryAsk [\"12D3KooWPeer\",\"f01000\"]");
    assertThat(miner.calls).isEmpty();
  }

  @Test
  void saysItInChineseToo() {
    version("1.36.2");
    assertThat(deals("status --lang zh-CN").err()).contains("市场功能自 v1.27.1 起已移除");
  }

  @Test
  void refusesToRestoreWhatWasNotNoted() {
    Cli said = deals("restore");
    assertThat(said.exit()).as(said.err()).isEqualTo(Exit.REFUSED);
    assertThat(said.err()).contains("online-storage, offline-storage", "--accept all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ask set --price 100000000000",
        "ask set --price 100000000000FIL/GiB/epoch",
        "ask set --min-piece 3KiB",
        "ask set --max-piece 64GiB",
        "ask set --min-piece 1KiB --max-piece 512B",
        "restore --accept everything",
        "import nonsense /srv/data.car"
      })
  void startsNothingThatLotusWouldMisunderstand(String words) {
    Cli said = deals(words);
    assertThat(said.exit()).as(said.err()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).doesNotContain("lotusflow.toml");
  }
}
