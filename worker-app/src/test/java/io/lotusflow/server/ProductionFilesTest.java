package io.lotusflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.run.SearchAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages, scripts and settings for a cluster say the same of the same things. */
class ProductionFilesTest {

  private static final Path TREE = Path.of("..");
  private static final List<String> PAGES =
      List.of("docs/production.md", "docs/production.zh-CN.md");
  private static final Path DEPLOY = TREE.resolve("deploy/temporal");

  @Test
  void allNameTheSameVersionOfTheServer() throws IOException {
    String compose = text("docker-compose.yml");
    String version = group(compose, "temporalio/server:(\\S+)");
    assertThat(text("bench/production/server")).contains("version=v" + version + '\n');
    for (String page : PAGES) {
      assertThat(all(text(page), "go\\.temporal\\.io/server/\\S+@v(\\S+)")).containsOnly(version);
    }
    assertThat(text("deploy/temporal/temporal.yaml"))
        .contains("A Temporal server (" + version.replaceFirst("\\.\\d+$", "") + ")");
  }

  @Test
  void nameAllSearchAttributes() throws IOException {
    for (String page : PAGES) {
      assertThat(text(page))
          .contains(SearchAttributes.all().stream().map(k -> k.getName()).toList());
    }
  }

  @Test
  void thePagesNameEveryFileOfTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(DEPLOY)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).hasSizeGreaterThan(7);
      for (String page : PAGES) {
        assertThat(text(page)).contains(names);
      }
    }
  }

  /** The port for hosts, and with it that of the frontend's neighbours: with a certificate only. */
  @Test
  void theServerOpensOneServiceAndAsksForCertificates() throws IOException {
    String settings = text("deploy/temporal/temporal.yaml");
    assertThat(all(settings, "(bindOnIP: .*)")).hasSize(1);
    assertThat(all(settings, "(bindOnLocalHost: true)")).hasSize(3);
    assertThat(all(settings, "requireClientAuth: (\\S+)")).containsExactly("true", "true");
    assertThat(text("deploy/temporal/dynamic-config.yaml"))
        .contains("system.enableRingpopTLS:\n  - value: true\n");
    assertThat(settings).doesNotContainPattern("(?i)password: (?!\\{\\{)");
  }

  @Test
  void theServerMayDoLittleOnItsMachine() throws IOException {
    assertThat(text("deploy/temporal/temporal.service"))
        .contains(
            "User=temporal\n",
            "NoNewPrivileges=yes\n",
            "CapabilityBoundingSet=\n",
            "ProtectSystem=strict\n",
            "ProtectHome=yes\n",
            "EnvironmentFile=/etc/temporal/temporal.env\n")
        .doesNotContain("PASSWORD=");
  }

  private static String text(String file) throws IOException {
    return Files.readString(TREE.resolve(file));
  }

  private static String group(String text, String pattern) {
    return all(text, pattern).get(0);
  }

  private static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(ProductionFilesTest::first)
        .toList();
  }

  private static String first(MatchResult found) {
    return found.group(1);
  }
}
