package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two dialects: a miner of v1.1 that takes deals, and one of today that does not. */
@Tag("matrix")
@Timeout(900)
class DealsRehearsalTest {
  private static final String DEAL = "bafyreihpbj3qkgsva5vou3odu2mh7tvff4b5tb2oozis44tqxoiwd3wbde";
  private static final String PIECE =
      "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";

  @TempDir Path folder;
  private Operator operator;

  @BeforeEach
  void begin() {
    operator = new Operator(folder, Map.of());
  }

  @AfterEach
  void end() {
    operator.close();
  }

  private void install(String version) throws IOException {
    operator.types("rehearsal", "start").expecting(0);
    Path settings = operator.rehearsal().resolve("lotusflow.toml");
    Files.writeString(
        settings, Files.readString(settings).replace("\"v1.36.2\"", '"' + version + '"'));
    operator.types("install", "--rehearsal", "--yes").expecting(0);
  }

  private Operator.Said deals(String... words) {
    return operator.types(
        Stream.concat(Stream.concat(Stream.of("deals"), Stream.of(words)), Stream.of("--rehearsal"))
            .toArray(String[]::new));
  }

  private String considered() {
    return considered(deals("status", "-o", "json").expecting(0));
  }

  /** A digit for each kind of deals, by what {@code deals status -o json} says. */
  static String considered(Operator.Said status) {
    JsonNode flags = status.json().get("considered");
    return Stream.of("onlineStorage", "offlineStorage", "onlineRetrieval", "offlineRetrieval")
        .map(flag -> flags.get(flag).asBoolean() ? "1" : "0")
        .reduce("", String::concat);
  }

  @Test
  void aMinerOfV11PausesAndPricesItsDeals() throws IOException {
    install("v1.1.2");
    Path config = operator.rehearsal().resolve("miner/config.toml");
    deals("restore", "--accept", "online-storage,offline-retrieval").expecting(0);
    Files.writeString(config, "# Call Li first.\n" + Files.readString(config));
    String before = Files.readString(config);

    deals("disable").expecting(0);
    assertThat(considered()).isEqualTo("0000");
    assertThat(config).content().contains("# Call Li first.");
    deals("disable").expecting(0);
    assertThat(deals("status").expecting(0).out()).contains("online-storage, offline-retrieval");
    deals("restore").expecting(0);
    assertThat(considered()).isEqualTo("1001");
    assertThat(config).hasContent(before);
    deals("restore").expecting(3);

    deals("ask", "set", "--price", "100000000000").expecting(2);
    deals("ask", "set", "--price", "100nanoFIL/GiB/epoch", "--max-piece", "1KiB").expecting(0);
    JsonNode ask = deals("ask", "get", "-o", "json").expecting(0).json();
    assertThat(ask.get("attoFilPerGibEpoch").asText()).isEqualTo("100000000000");
    assertThat(deals("ask", "get").expecting(0).out()).contains("FIL/TiB/year");

    Path pieces = Files.writeString(folder.resolve("pieces"), PIECE + "\n");
    deals("blocklist", "set", pieces.toString()).expecting(0);
    assertThat(deals("blocklist", "get").expecting(0).out()).isEqualTo(PIECE + "\n");
    deals("blocklist", "clear").expecting(0);
    assertThat(config).hasContent(before);

    deals("filter", "set", "/srv/lotus/filter.sh").expecting(0);
    assertThat(config).content().contains("Filter = \"/srv/lotus/filter.sh\"", "# Call Li first.");

    Path data = Files.writeString(folder.resolve("deal.car"), "data");
    Files.writeString(operator.rehearsal().resolve("miner/rehearsal-deals"), DEAL + "\n");
    deals("import", DEAL, data.toString()).expecting(0);
  }

  @Test
  void aMinerOfTodaySaysInOneSentenceThatItTakesNone() throws IOException {
    install("v1.36.2");
    for (List<String> words :
        List.of(List.of("status"), List.of("disable"), List.of("ask", "get"))) {
      assertThat(deals(words.toArray(String[]::new)).expecting(7).err())
          .contains("v1.27.1", "Boost", "Curio");
    }
  }
}
