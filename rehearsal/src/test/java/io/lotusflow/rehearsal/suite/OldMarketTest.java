package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A miner of v1.1.2. There is no recording of one: commands and flags are held to the command
 * line's documentation of v1.10.0, the first there is, and the file to the generated default of
 * v1.1.2.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OldMarketTest {
  @TempDir static Path folder;
  private static Rig rig;

  @BeforeAll
  static void startMiner() throws Exception {
    rig = new Rig(folder);
    version("1.1.2");
    rig.startDaemon();
    String owner = rig.funded("bls", 100);
    Rig.Ended init =
        rig.miner(
            "init",
            "--nosync",
            "--no-local-storage",
            "--confidence=1",
            "--sector-size",
            "2KiB",
            "--owner",
            owner);
    assertThat(init.exitCode()).as(init.err()).isZero();
    rig.startMiner();
  }

  @AfterAll
  static void stopAll() {
    rig.close();
  }

  private static void version(String number) throws IOException {
    Files.writeString(
        folder.resolve("resources/version.properties"),
        "version=" + number + "\nnetwork=rehearsal\ncommit=d4cdc6d3\nblockdelay=1\n");
  }

  private static Path config() {
    return folder.resolve("miner/config.toml");
  }

  private static Object ask(String method, Object... parameters) throws Exception {
    return rig.rpc(rig.minerPort, "miner", method, parameters);
  }

  @Test
  @Order(1)
  void initWritesEachKeyAsAComment() throws IOException {
    assertThat(config())
        .content()
        .startsWith("# Default config:\n[API]\n#  ListenAddress")
        .contains("#  ConsiderOnlineStorageDeals = true\n")
        .endsWith("\n#");
  }

  @Test
  @Order(2)
  void rejectingWritesTheWholeFileWithoutComments() throws Exception {
    String own =
        "\n# Ours.\n[Fees]\n  MaxCommitGasFee = \"0.07 FIL\"\n[Sealing]\n  WaitDealsDelay = \"2h\"\n";
    Files.writeString(
        config(),
        Files.readString(config()).replace("[Fees]\n", "").replace("[Sealing]\n", "") + own);
    assertThat(rig.miner("storage-deals", "selection", "list").out())
        .isEqualTo(
            "considering online storage deals: true\nconsidering offline storage deals: true\n");
    assertThat(rig.miner("storage-deals", "selection", "reject", "--online").out()).isEmpty();
    assertThat(rig.miner("storage-deals", "selection", "list").out())
        .isEqualTo(
            "considering online storage deals: false\nconsidering offline storage deals: true\n");
    assertThat(config())
        .content()
        .doesNotContain("#")
        .contains(
            "  ConsiderOnlineStorageDeals = false\n",
            "  ConsiderOnlineRetrievalDeals = true\n",
            "  MaxCommitGasFee = \"0.07 FIL\"\n",
            "  WaitDealsDelay = \"2h0m0s\"\n",
            "  Timeout = \"30s\"\n");
    rig.miner("storage-deals", "selection", "reset");
    assertThat(ask("DealsConsiderOnlineStorageDeals")).isEqualTo(true);
  }

  @Test
  @Order(3)
  void aPriceWithoutUnitIsWholeFil() throws Exception {
    rig.miner("storage-deals", "set-ask", "--price", "2", "--verified-price", "7attofil");
    Map<String, Object> ask = Json.asObject(Json.asObject(ask("MarketGetAsk")).get("Ask"));
    assertThat(ask)
        .containsEntry("Price", "2000000000000000000")
        .containsEntry("VerifiedPrice", "7");
    assertThat(
            rig.miner(
                    "storage-deals",
                    "set-ask",
                    "--price=1",
                    "--verified-price=1",
                    "--max-piece-size=4KiB")
                .exitCode())
        .isEqualTo(1);
  }

  @Test
  @Order(4)
  void aBlocklistIsPartOfTheConfiguration() throws Exception {
    String cid = "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";
    Path list = Files.writeString(folder.resolve("list"), cid + "\n");
    rig.miner("storage-deals", "set-blocklist", list.toString());
    assertThat(config()).content().contains("PieceCidBlocklist = [\"" + cid + "\"]");
    assertThat(rig.miner("storage-deals", "get-blocklist").out()).isEqualTo(cid + "\n");
    rig.miner("storage-deals", "reset-blocklist");
    assertThat(ask("DealsPieceCidBlocklist")).isEqualTo(List.of());
  }

  @Test
  @Order(5)
  void tellsWhatIsUnderWay() throws Exception {
    assertThat(ask("MarketListDataTransfers")).isEqualTo(List.of());
    Files.writeString(config().resolveSibling("rehearsal-transfers"), "1\n6\n");
    assertThat(Json.asList(ask("MarketListDataTransfers"))).hasSize(2);
    assertThat(ask("MarketListRetrievalDeals")).isEqualTo(List.of());
  }

  @Test
  @Order(5)
  void takesTheDataOfADealThatWaitsForItOnce() throws Exception {
    String deal = "bafyreihpbj3qkgsva5vou3odu2mh7tvff4b5tb2oozis44tqxoiwd3wbde";
    Files.writeString(folder.resolve("miner/rehearsal-deals"), deal + "\n");
    Path data = Files.writeString(folder.resolve("data"), "x");
    Rig.Ended taken = rig.miner("storage-deals", "import-data", deal, data.toString());
    assertThat(taken.exitCode()).as(taken.err()).isZero();
    assertThat(rig.miner("storage-deals", "import-data", deal, data.toString()).exitCode())
        .isEqualTo(1);
  }

  @Test
  @Order(6)
  void lacksWhatCameLater() throws Exception {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.SectorsSummary\",\"params\":[]}";
    assertThat(rig.post(rig.minerPort, "/rpc/v0", rig.token("miner"), body).body())
        .contains("-32601");
  }

  /** Transcript 037: what today's says to a word that it does not know. */
  @Test
  @Order(7)
  void todaysKnowsNoDeals() throws Exception {
    version("1.36.2");
    Rig.Ended gone = rig.miner("storage-deals", "list");
    assertThat(gone.err() + gone.out()).contains("storage-deals");
    assertThat(gone.exitCode()).isNotZero();
  }
}
