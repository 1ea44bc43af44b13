package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiCommandsTest {
  private static final String TOKEN =
      "eyJhbGciOiJIUzI1NiJ9.eyJBbGxvdyI6WyJyZWFkIl19.abcdefghijklmnopqrstuv";

  @TempDir Path home;
  private HttpServer node;
  private final List<String> asked = new ArrayList<>();
  private Path settings;

  @BeforeEach
  void begin() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          String token = Base64.getEncoder().encodeToString(TOKEN.getBytes(StandardCharsets.UTF_8));
          byte[] answer =
              ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + token + "\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    node.start();
    settings =
        Files.writeString(
            home.resolve("lotusflow.toml"),
            """
            # mine
            [node]
            name = "n"
            network = "2k"
            [daemon]
            repo = "%1$s/daemon"
            api = "/ip4/127.0.0.1/tcp/%2$d/http" # here
            [miner]
            repo = "%1$s/miner"
            """
                .formatted(home, node.getAddress().getPort()));
    Files.createDirectories(home.resolve("daemon"));
    Files.createDirectories(home.resolve("miner"));
    Files.writeString(
        home.resolve("miner/config.toml"),
        "# kept\n[API]\n#  ListenAddress = \"/ip4/127.0.0.1/tcp/2345/http\"\n#  RemoteListenAddress = \"127.0.0.1:2345\"\n");
  }

  @AfterEach
  void end() {
    node.stop(0);
  }

  private Cli call(String... arguments) {
    return Cli.call(
        home,
        Stream.concat(Stream.of(arguments), Stream.of("--config", settings.toString()))
            .toArray(String[]::new));
  }

  @Test
  void aTokenGoesToAFileForItsOwnerAloneAndIsNotShown() throws Exception {
    Path file = home.resolve("worker-token");

    Cli call = call("api", "token", "daemon", "--perm", "sign", "--to", file.toString());
    Cli again = call("api", "token", "daemon", "--perm", "sign", "--to", file.toString());

    assertThat(call.exit()).as(call.err()).isZero();
    assertThat(Files.readString(file)).isEqualTo(TOKEN + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(call.out() + call.err()).doesNotContain("eyJ");
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0))
        .contains("AuthNew", "\"read\",\"write\",\"sign\"")
        .doesNotContain("admin");
    assertThat(again.exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void aTokenMayTakeTheFormThatAWorkerReads() throws Exception {
    Path file = home.resolve("info");
    call(
        "api",
        "token",
        "daemon",
        "--perm",
        "read",
        "--to",
        file.toString(),
        "--with-address",
        "/ip4/10.0.0.2/tcp/1234/http");
    assertThat(file).hasContent(TOKEN + ":/ip4/10.0.0.2/tcp/1234/http");
  }

  @Test
  void showsATokenOnlyWhenAskedTo() {
    assertThat(call("api", "token", "daemon", "--perm", "read").exit()).isEqualTo(Exit.USAGE);
    assertThat(asked).isEmpty();
    assertThat(call("api", "token", "daemon", "--perm", "read", "--print").out()).contains(TOKEN);
  }

  @Test
  void exposesAMinerInItsConfigurationAndInTheSettings() throws Exception {
    String listen = "/ip4/10.0.0.2/tcp/2345/http";
    Path config = home.resolve("miner/config.toml");
    String before = Files.readString(config);

    Cli dry = call("api", "expose", "miner", "--listen", listen, "--dry-run");
    assertThat(Files.readString(config)).isEqualTo(before);
    Cli call = call("api", "expose", "miner", "--listen", listen);

    assertThat(dry.out()).contains("ListenAddress");
    assertThat(call.exit()).as(call.err()).isZero();
    assertThat(Files.readString(config))
        .contains("# kept")
        .contains("ListenAddress = \"" + listen + '"')
        .contains("RemoteListenAddress = \"10.0.0.2:2345\"");
    assertThat(Files.readString(settings)).contains("# mine", "# here", listen);
    try (Stream<Path> files = Files.list(home.resolve("miner"))) {
      assertThat(files.filter(file -> file.getFileName().toString().contains(".before-")))
          .hasSize(1);
    }
  }

  @Test
  void writesNothingWhereTheSettingsWouldRefuseIt() throws Exception {
    String before = Files.readString(settings);
    Cli call = call("api", "expose", "daemon", "--listen", "/ip4/10.0.0.2/udp/1234");
    assertThat(call.exit()).isEqualTo(Exit.USAGE);
    assertThat(Files.readString(settings)).isEqualTo(before);
    assertThat(home.resolve("daemon/config.toml")).doesNotExist();
  }
}
