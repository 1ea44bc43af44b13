package io.lotusflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.cli.Cli;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The report as an operator has it, with no server anywhere. */
class BenchmarkReportTest {

  private static final String SEALED =
      """
      {"SectorSize": 34359738368, "SectorNumber": 1, "SealingResults": [{"AddPiece": %d,
        "PreCommit1": 12000000000000, "PreCommit2": 1080028785745, "Commit1": 40000000000,
        "Commit2": 1800000000000, "Verify": 28000000, "Unseal": 12000000000000}],
        "PostGenerateCandidates": 150000, "PostWinningProofCold": 4000000000,
        "PostWinningProofHot": 2000000000, "VerifyWinningPostCold": 50000000,
        "VerifyWinningPostHot": 20000000, "PostWindowProofCold": 500000000000,
        "PostWindowProofHot": 480000000000, "VerifyWindowPostCold": 3000000000,
        "VerifyWindowPostHot": 60000000%s}
      """;

  @TempDir Path home;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(home.resolve("bench.json"), SEALED.formatted(435048650133L, ""));
  }

  private Path kept(String name, long addPiece, String lotus) throws IOException {
    String ours =
        """
        , "lotusflow": {"node": "n1", "lotus": "%s", "startedAt": "2026-11-29T10:15:30Z",
        "seconds": 60, "gpu": "GeForce RTX 3080", "waitDealsDelay": "2h0m0s"}
        """
            .formatted(lotus);
    Path folder = Files.createDirectories(home.resolve("benchmarks/n1"));
    return Files.writeString(folder.resolve(name), SEALED.formatted(addPiece, ours));
  }

  private Cli report(String... arguments) {
    String[] all =
        Stream.concat(Stream.of("benchmark", "report"), Stream.of(arguments))
            .toArray(String[]::new);
    return Cli.call(home, all);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void isTheManualsTableComparedWithTheManual() {
    Cli report = report(file.toString());

    assertThat(report.exit()).as(report.err()).isZero();
    assertThat(report.out())
        .containsPattern("AddPiece +435048650133 +7 m 15 s +14 m 30 s +-50 %")
        .containsPattern("PreCommit1 +12000000000000 +3 h 20 m +5 h 28 m +-39 %")
        .containsPattern("candidates +150000 +< 0.01 s")
        .contains("A sector of 32GiB seals in 4 h 16 m")
        .contains("= (4 h 16 m + 6 h) × 1.5 = 15 h 24 m")
        .contains("\"15h24m0s\"");
  }

  @Test
  void withoutAFileItIsTheNewestComparedWithTheOneBefore() throws IOException {
    kept("20261101T000000Z-32GiB.json", 870_097_300_266L, "v1.36.2");
    kept("20261102T000000Z-2KiB.json", 1, "v1.36.2");
    kept("20261103T000000Z-32GiB.json", 435_048_650_133L, "v1.36.2");
    Cli report = report();

    assertThat(report.out())
        .contains("20261103T000000Z-32GiB.json", "before: ", "20261101T000000Z-32GiB.json")
        .contains("2026-11-29 10:15 UTC", "GeForce RTX 3080", "v1.36.2", "node n1")
        .containsPattern("AddPiece +435048650133 +7 m 15 s +14 m 30 s +-50 % +14 m 30 s +-50 %")
        .contains("(4 h 16 m + 2 h) × 1.5 = 9 h 24 m");
  }

  @Test
  void saysWhetherThisLotusHasExpectedSealDuration() throws IOException {
    Path old = kept("20261101T000000Z-32GiB.json", 435_048_650_133L, "v1.1.2");
    Path today = kept("20261103T000000Z-32GiB.json", 435_048_650_133L, "v1.36.2");

    assertThat(report(old.toString()).out()).contains("[Dealmaking]", "restart the miner");
    assertThat(report(today.toString()).out()).contains("v1.27.1", "Boost");
    assertThat(report(today.toString(), "--wait-deals", "30m").out())
        .contains("(4 h 16 m + 30 m) × 1.5 = 7 h 9 m");
  }

  @Test
  void isJsonForScripts() throws IOException {
    Cli report = report(file.toString(), "-o", "json");
    JsonNode json = new ObjectMapper().readTree(report.out());

    assertThat(json.path("sealingNanos").asLong()).isEqualTo(15_355_077_435_878L);
    assertThat(json.path("expectedSealDurationNanos").asLong())
        .isEqualTo((15_355_077_435_878L + 21_600_000_000_000L) * 3 / 2);
    assertThat(json.path("stages")).hasSize(16);
    assertThat(json.path("stages").get(0).path("manual").asLong()).isEqualTo(870_097_300_267L);
  }

  @Test
  void isReadInChineseToo() {
    assertThat(report(file.toString(), "--lang", "zh-CN").out())
        .contains("密封一个 32GiB 的扇区需要 4 h 16 m", "封装", "时空证明");
  }

  @Test
  void drawsAChartWithABarForEachTime() throws Exception {
    Path svg = home.resolve("chart.svg");
    Path html = home.resolve("page.html");
    Cli report = report(file.toString(), "--svg", svg.toString(), "--html", html.toString());

    assertThat(report.exit()).as(report.err()).isZero();
    NodeList bars =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Files.readString(svg))))
            .getElementsByTagName("rect");
    int background = 1;
    int legend = 2;
    assertThat(bars.getLength()).isEqualTo(background + legend + 2 * 16);
    assertThat(html)
        .content()
        .contains("<svg", "A sector of 32GiB seals in 4 h 16 m", "<td>435048650133</td>")
        .doesNotContain("http-equiv", "<script");
  }

  /** Whatever is wrong with a file, it is said, and nothing is written. */
  @Test
  void saysWhatIsWrongWithAFileAndWritesNothing() throws IOException {
    Path cut =
        Files.writeString(home.resolve("cut.json"), Files.readString(file).substring(0, 200));
    Path log = Files.writeString(home.resolve("log.txt"), "WARN\tlotus-bench\tno memory\n");
    Path strange =
        Files.writeString(
            home.resolve("strange.json"), Files.readString(file).replace("40000000000,", "-4,"));
    List<Path> before = files();
    String page = home.resolve("page.html").toString();

    assertThat(report(cut.toString(), "--html", page).err()).contains("cut or broken at line 3");
    assertThat(report(log.toString(), "--html", page).err()).contains("exits with 0");
    assertThat(report(strange.toString(), "--html", page).err())
        .contains("SealingResults[0].Commit1 = -4");
    assertThat(report(home.resolve("none.json").toString()).err()).contains("none.json");
    assertThat(report().err()).contains("No benchmark was run");
    assertThat(report(file.toString(), "--html", file.toString()).exit()).isEqualTo(2);
    assertThat(report(cut.toString()).exit()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void logLinesBeforeTheJsonAreSaidAndNoHindrance() throws IOException {
    Path log = Files.writeString(home.resolve("log.txt"), "a\nb\n" + Files.readString(file));
    Cli report = report(log.toString());

    assertThat(report.exit()).isZero();
    assertThat(report.err()).contains("2 other lines");
    assertThat(report.out())
        .isEqualTo(report(file.toString()).out().replace("bench.json", "log.txt"));
  }
}
