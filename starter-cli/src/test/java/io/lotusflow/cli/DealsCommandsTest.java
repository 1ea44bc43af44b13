package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said before anything is started: by a miner of v1.1.2 and by one of today. */
class DealsCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path home;
  private final Map<String, String> answers = new TreeMap<>();
  private HttpServer daemon;
  private HttpServer miner;

  @BeforeEach
  void begin() throws IOException {
    daemon = serve();
    miner = serve();
    Files.writeString(
        home.resolve("lotusflow.toml"),
        "[node]\nname = \"n\"\nnetwork = \"mainnet\"\n"
            + ("[daemon]\nrepo = \"" + home + "/daemon\"\n" + api(daemon))
            + ("[miner]\nrepo = \"" + home + "/miner\"\nsector_size = \"32GiB\"\n" + api(miner)));
    version("1.1.2");
    for (String kind : new String[] {"Online", "Offline"}) {
      answers.put("DealsConsider" + kind + "StorageDeals", "true");
      answers.put("DealsConsider" + kind + "RetrievalDeals", "false");
    }
    answers.put("DealsPieceCidBlocklist", "[]");
    answers.put("MarketListDataTransfers", "[{\"TransferID\":7,\"Status\":1}]");
    answers.put("MarketListRetrievalDeals", "null");
    answers.put(
        "MarketGetAsk",
        "{\"Ask\":{\"Price\":\"500000000\",\"VerifiedPrice\":\"0\",\"MinPieceSize\":256,\"MaxPieceSize\":34359738368}}");
  }

  @AfterEach
  void end() {
    daemon.stop(0);
    miner.stop(0);
  }

  /** Both say all that is asked. */
  private HttpServer serve() throws IOException {
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", this::answer);
    node.start();
    return node;
  }

  private static String api(HttpServer node) {
    return "api = \"/ip4/127.0.0.1/tcp/" + node.getAddress().getPort() + "/http\"\n";
  }

  private void version(String number) {
    answers.put("Version", "{\"Version\":\"" + number + "+mainnet\",\"BlockDelay\":30}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String result = answers.get(request.path("method").asText().replace("Filecoin.", ""));
      String body =
          result == null
              ? "\"error\":{\"code\":-32601,\"message\":\"method not found\"}"
              : "\"result\":" + result;
      byte[] bytes =
          ("{\"id\":1,\"jsonrpc\":\"2.0\"," + body + "}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
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
