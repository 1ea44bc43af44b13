package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a node that is down; of one that lives, see the rehearsal. */
class DoctorTest {
  @TempDir Path home;
  private Path settings;

  @BeforeEach
  void leaveANode() throws IOException {
    settings = home.resolve("lotusflow.toml");
    Files.writeString(
        settings,
        """
        [node]
        name = "n"
        network = "2k"
        [build]
        prefix = "%1$s/opt"
        links = ""
        [daemon]
        repo = "%1$s/daemon"
        api = "/ip4/127.0.0.1/tcp/9/http"
        [miner]
        repo = "%1$s/miner"
        api = "/ip4/127.0.0.1/tcp/10/http"
        [services]
        manager = "supervised"
        log_folder = "%1$s/log"
        """
            .formatted(home));
    Files.createDirectories(home.resolve("daemon/keystore"));
    Files.createDirectories(home.resolve("miner/keystore"));
    Files.createDirectories(home.resolve("log"));
    Files.writeString(home.resolve("daemon/config.toml"), "[API]\n  ListenAdress = [\n");
    Files.writeString(
        home.resolve("log/lotus-daemon.log"),
        "x\tINFO\ta\tb\n2026-11-23T01:13:32Z\tERROR\tm\taccept4: too many open files\n");
  }

  private Map<String, List<JsonNode>> findings(String language) throws IOException {
    Cli call =
        Cli.call(
            home,
            "doctor",
            "--offline",
            "-o",
            "json",
            "--lang",
            language,
            "--config",
            settings.toString());
    assertThat(call.exit()).as(call.err()).isEqualTo(Exit.REFUSED);
    Map<String, List<JsonNode>> findings = new TreeMap<>();
    new ObjectMapper()
        .readTree(call.out())
        .forEach(
            finding ->
                findings
                    .computeIfAbsent(finding.path("check").asText(), check -> new ArrayList<>())
                    .add(finding));
    return findings;
  }

  @Test
  void saysThatNodeAndMinerAreDownAndGoesOnWithTheRest() throws Exception {
    Map<String, List<JsonNode>> findings = findings("en");

    assertThat(findings)
        .containsKeys("service", "daemon-api", "miner-api", "config", "log", "disk");
    assertThat(findings).doesNotContainKeys("peers", "sync");
    assertThat(findings.get("daemon-api").get(0).path("level").asText()).isEqualTo("REFUSE");
    assertThat(findings.get("config").get(0).path("level").asText()).isEqualTo("REFUSE");
    JsonNode log = findings.get("log").get(0);
    assertThat(log.path("seen").asText()).contains("1 times", "accept4", "#49");
    assertThat(log.path("fix").asText()).contains("nofile");
  }

  @Test
  void saysWhenTheCertificateForTheServerEndsSoon() throws Exception {
    assertThat(findings("en")).doesNotContainKey("client-certificate");
    certificate(40);
    assertThat(findings("en").get("client-certificate").get(0).path("level").asText())
        .isEqualTo("OK");
    certificate(20);
    JsonNode soon = findings("en").get("client-certificate").get(0);
    assertThat(soon.path("level").asText()).isEqualTo("WARNING");
    assertThat(soon.path("seen").asText()).contains("ends in 19 days");
    assertThat(findings("zh-CN").get("client-certificate").get(0).path("seen").asText())
        .contains("19 天后到期");
  }

  private void certificate(int days) throws Exception {
    List<String> make =
        List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    List<String> line = new ArrayList<>(make);
    line.addAll(List.of("-nodes", "-subj", "/CN=host-1", "-days", Integer.toString(days)));
    line.addAll(List.of("-keyout", home + "/host.key", "-out", home + "/host.pem"));
    assertThat(
            new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("openssl.log").toFile())
                .start()
                .waitFor())
        .isZero();
    Files.writeString(
        home.resolve("temporal.toml"),
        """
        [profile.default]
        address = "temporal.example.com:7233"
        [profile.default.tls]
        client_cert_path = "%1$s/host.pem"
        client_key_path = "%1$s/host.key"
        """
            .formatted(home));
  }

  @Test
  void speaksChinese() throws Exception {
    assertThat(findings("zh-CN").get("log").get(0).path("why").asText()).contains("文件描述符");
  }

  @Test
  void looksOnlyAtTheMachineWhereThereIsNoNodeYet() throws Exception {
    Files.delete(home.resolve("daemon/keystore"));
    Files.delete(home.resolve("miner/keystore"));
    Cli call = Cli.call(home, "doctor", "--offline", "-o", "json", "--config", settings.toString());
    assertThat(call.out()).doesNotContain("daemon-api").contains("processor");
  }
}
