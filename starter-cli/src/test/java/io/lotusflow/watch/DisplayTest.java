package io.lotusflow.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.messages.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DisplayTest {

  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);

  @ParameterizedTest
  @EnumSource(Language.class)
  void theTableLooksAsAgreed(Language language) throws IOException {
    assertThat(String.join("\n", table(language, 80)) + '\n')
        .isEqualTo(golden("table." + language.tag() + ".txt"));
  }

  @ParameterizedTest
  @CsvSource({"ENGLISH,80", "CHINESE,80", "ENGLISH,100", "CHINESE,72"})
  void noLineIsWiderThanTheTerminal(Language language, int columns) {
    assertThat(table(language, columns))
        .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(columns));
  }

  @Test
  void ofSeveralHostsEachStepNamesItsOwnAndPartsStayTogether() {
    RunTable table = new RunTable(new StepWords(Language.ENGLISH), Paint.NONE, 80);
    List<String> lines = table.lines(SampleRun.overTwoHosts(), SampleRun.NOW);

    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).isEqualTo("build@host-1");
    assertThat(lines.subList(1, 3)).allMatch(line -> line.endsWith("done @host-1"));
    assertThat(lines.get(3)).isEqualTo("build@host-2");
    assertThat(lines.subList(4, 6)).allMatch(line -> line.endsWith("done @host-2"));
    assertThat(String.join("\n", table(Language.ENGLISH, 80)))
        .as("one host is not named")
        .doesNotContain("@host");
  }

  @Test
  void colourChangesNothingElse() {
    RunTable coloured = new RunTable(new StepWords(Language.ENGLISH), Paint.ANSI, 80);
    List<String> plain =
        coloured.lines(SampleRun.view(), SampleRun.NOW).stream()
            .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
            .toList();
    assertThat(plain).isEqualTo(table(Language.ENGLISH, 80));
  }

  @Test
  void theLiveTableDrawsOverItself() {
    RunTable table = new RunTable(new StepWords(Language.ENGLISH), Paint.NONE, 80);
    LiveTable live = new LiveTable(out, table, 8);
    live.show(SampleRun.view());
    int first = written.getBuffer().length();
    live.show(SampleRun.view());
    assertThat(written.toString().substring(first)).startsWith("\u001b[7A");
    assertThat(written.toString().substring(0, first))
        .contains("Create the miner")
        .doesNotContain("Swap");
  }

  @Test
  void plainLinesComeOncePerChangeOfAStep() {
    PlainLines lines = new PlainLines(out, new StepWords(Language.ENGLISH));
    lines.show(SampleRun.view());
    lines.show(SampleRun.view());
    assertThat(written.toString().lines()).hasSize(SampleRun.view().steps().size());
    assertThat(written.toString())
        .contains("= host: Install packages - already so (2.3s): 12 packages")
        .contains("! miner: Create the miner actor - needs you: The owner t3abc has 0 FIL");
  }

  @Test
  void linesComeOnceAlsoWhereHostsWorkAtOnce() {
    PlainLines plain = new PlainLines(out, new StepWords(Language.ENGLISH));
    SampleRun.growingOverTwoHosts().forEach(plain::show);
    assertThat(written.toString().lines()).hasSize(4).doesNotHaveDuplicates();

    written.getBuffer().setLength(0);
    JsonLines json = new JsonLines(out);
    SampleRun.growingOverTwoHosts().forEach(json::show);
    assertThat(written.toString().lines()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void jsonLinesAreForScripts() throws IOException {
    JsonLines lines = new JsonLines(out);
    lines.show(SampleRun.view());
    lines.show(SampleRun.view());
    List<String> all = written.toString().lines().toList();
    assertThat(all).hasSize(SampleRun.view().steps().size());
    JsonNode fetch = new ObjectMapper().readTree(all.get(4));
    assertThat(fetch.get("step").asText()).isEqualTo("Snapshot.Fetch");
    assertThat(fetch.get("state").asText()).isEqualTo("running");
    assertThat(fetch.get("progress").get("total").asLong()).isEqualTo(74L << 30);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.34S,0.3s",
    "PT12S,12s",
    "PT2M14S,2m 14s",
    "PT1H3M,1h 03m",
    "PT52H,2d 04h",
    "PT-1S,0.0s"
  })
  void durationsAreShort(Duration took, String text) {
    assertThat(Elapsed.text(took)).isEqualTo(text);
  }

  @Test
  void chineseTakesTwoColumns() {
    assertThat(Columns.width("矿工a")).isEqualTo(5);
    assertThat(Columns.fit("矿工钱包", 6)).isEqualTo("矿工… ");
    assertThat(Columns.cut("abc", 3)).isEqualTo("abc");
  }

  private static List<String> table(Language language, int columns) {
    return new RunTable(new StepWords(language), Paint.NONE, columns)
        .lines(SampleRun.view(), SampleRun.NOW);
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = DisplayTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
