package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a host whose server is down; with histories, see the endings of runs. */
class SupportBundleTest {
  private static final String JWT =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJhZG1pbiJdfQ.4Zx1c0S5mC2yKqW8Jd0m3u7Xo0R0v1Tg5bQ9yM2pL6s";
  private static final String KEY_HEX =
      "7b2254797065223a22626c73222c22507269766174654b6579223a2241424344454647484950515253545556575859222d7d";
  private static final String OPAQUE = "opaque-token-of-the-miner";
  private static final String IN_A_KEYSTORE = "kept-in-the-keystore";

  @TempDir private Path home;
  private Path settings;

  @BeforeEach
  void plantSecrets() throws IOException {
    settings = home.resolve("lotusflow.toml");
    writeSettings("");
    write("daemon/token", JWT);
    write("miner/token", OPAQUE);
    write("daemon/keystore/O5QWY3DFOQ", IN_A_KEYSTORE);
    write("wallets/one.key", KEY_HEX);
    write(
        "logs/worker.log", "call with Bearer " + JWT + "\nminer said " + OPAQUE + "\nlast words\n");
    write("logs/server.log", "x".repeat(300_000) + JWT.substring(20) + "\nserver ends\n");
    write("log/lotus-daemon.log", "imported " + KEY_HEX + "\nERROR too many open files\n");
  }

  private void writeSettings(String more) throws IOException {
    Files.writeString(
        settings,
        """
        # FULLNODE_API_INFO=%2$s:/ip4/10.0.0.1/tcp/1234/http
        # proxy was http://me:hunter22@10.0.0.9:1080
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
        %3$s
        """
            .formatted(home, OPAQUE, more));
  }

  private void write(String file, String content) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private Cli bundle(Path file) {
    return Cli.call(
        home,
        "support-bundle",
        "--to",
        file.toString(),
        "--config",
        settings.toString(),
        "--address",
        "127.0.0.1:9");
  }

  @Test
  void holdsSettingsFindingsAndLogsAndSaysThatHistoriesAreMissing() throws IOException {
    Path file = home.resolve("bundle.tar.gz");
    Cli call = bundle(file);

    assertThat(call.exit()).as(call.err()).isZero();
    assertThat(call.out()).isEqualTo(file + "\n");
    assertThat(call.err()).contains("Left out: histories");
    Map<String, String> texts = Unpacked.texts(file);
    texts.remove(SupportContents.JOURNAL); // where this machine has units of lotusflow
    assertThat(texts)
        .containsOnlyKeys(
            "versions.txt",
            "lotusflow.toml",
            "doctor.json",
            "left-out.txt",
            "logs/worker.log",
            "logs/server.log",
            "logs/lotus-daemon.log");
    assertThat(texts.get("lotusflow.toml")).contains("network = \"2k\"");
    assertThat(texts.get("doctor.json")).contains("daemon-api");
    assertThat(texts.get("logs/worker.log")).contains("last words");
    assertThat(texts.get("logs/lotus-daemon.log")).contains("too many open files");
    assertThat(texts.get("versions.txt")).contains(Version.number(), "lotus  ");
    assertThat(texts.get("left-out.txt")).contains("histories");
  }

  @Test
  void holdsNoSecret() throws IOException {
    Path file = home.resolve("bundle.tar.gz");
    bundle(file);

    Map<String, String> texts = Unpacked.texts(file);
    assertThat(texts).isNotEmpty();
    texts.forEach(
        (name, text) ->
            assertThat(text)
                .as(name)
                .doesNotContain(
                    JWT,
                    JWT.substring(JWT.length() - 30),
                    KEY_HEX.substring(30, 70),
                    OPAQUE,
                    IN_A_KEYSTORE,
                    "hunter22"));
    assertThat(texts.get("logs/worker.log")).contains("miner said [redacted]");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void worksWithSettingsThatNobodyCanRead() throws IOException {
    writeSettings("[[[");
    Path file = home.resolve("bundle.tar.gz");
    Cli call = bundle(file);

    assertThat(call.exit()).as(call.err()).isZero();
    assertThat(call.err()).contains("Left out: findings");
    assertThat(Unpacked.texts(file)).containsKeys("lotusflow.toml", "logs/worker.log");
  }

  @Test
  void leavesAFileThatIsThereAlone() throws IOException {
    Path file = Files.writeString(home.resolve("bundle.tar.gz"), "mine");
    Cli call = bundle(file);

    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(call.err()).contains("exists already", "--to");
    assertThat(file).content().isEqualTo("mine");
  }
}
