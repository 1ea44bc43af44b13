package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose peers are the lines of a file, and a {@code lotus} that adds to it. */
class NetworkConnectTest {
  private static final String THERE =
      "/dns4/a.example.com/tcp/1347/p2p/12D3KooWAAAAAAAAAAAAAAAAThere";
  private static final String NEW = "/dns4/b.example.com/tcp/1347/p2p/12D3KooWAAAAAAAAAAAAAAAANew";
  private static final String DEAF =
      "/dns4/c.example.com/tcp/1347/p2p/12D3KooWAAAAAAAAAAAAAAAADeaf";
  private static final String LIAR =
      "/dns4/d.example.com/tcp/1347/p2p/12D3KooWAAAAAAAAAAAAAAAALiar";

  @TempDir private Path home;
  private AnsweringNode daemon;
  private Path peers;
  private Path lotus;

  @BeforeEach
  void begin() throws IOException {
    peers = Files.writeString(home.resolve("peers"), "12D3KooWAAAAAAAAAAAAAAAAThere\n");
    daemon = new AnsweringNode(Map.of("NetPeers", this::peers));
    lotus = home.resolve("opt/current/bin/lotus");
    Files.createDirectories(lotus.getParent());
    Files.writeString(
        lotus,
        """
        #!/bin/sh
        echo "$*" >> "$0.calls"
        case "$3" in
          *New) echo 12D3KooWAAAAAAAAAAAAAAAANew >> %s ;;
          *Deaf) echo "ERROR: failed to dial" >&2; exit 1 ;;
        esac
        echo "connect: success"
        """
            .formatted(peers));
    Files.setPosixFilePermissions(lotus, PosixFilePermissions.fromString("rwxr-xr-x"));
    settings(THERE, NEW);
  }

  private void settings(String... bootstrap) throws IOException {
    String list =
        Stream.of(bootstrap).map(peer -> '"' + peer + '"').collect(Collectors.joining(", "));
    Files.writeString(
        home.resolve("lotusflow.toml"),
        "[node]\nname = \"n\"\nnetwork = \"2k\"\n"
            + ("[build]\nprefix = \"" + home + "/opt\"\nlinks = \"\"\n")
            + ("[daemon]\nrepo = \"" + home + "/daemon\"\n" + daemon.api())
            + ("bootstrap_peers = [" + list + "]\n")
            + ("[miner]\nrepo = \"" + home + "/miner\"\n"));
  }

  @AfterEach
  void end() {
    daemon.close();
  }

  private String peers() {
    try (Stream<String> lines = Files.lines(peers)) {
      return lines
          .map(id -> "{\"ID\":\"" + id + "\",\"Addrs\":[]}")
          .collect(Collectors.joining(",", "[", "]"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Cli connect(String... words) {
    String config = home.resolve("lotusflow.toml").toString();
    return Cli.call(
        home,
        Stream.concat(
                Stream.concat(Stream.of("network", "connect"), Stream.of(words)),
                Stream.of("--config", config))
            .toArray(String[]::new));
  }

  private String dialled() throws IOException {
    Path calls = lotus.resolveSibling("lotus.calls");
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  @Test
  void connectsToTheFirstPeersOfTheNetworkThatAreNotThereYet() throws IOException {
    Cli said = connect();

    assertThat(said.exit()).as(said.err()).isEqualTo(Exit.DONE);
    assertThat(said.out()).contains("[+] " + THERE, "[+] " + NEW);
    assertThat(said.err()).contains("2 of 2 connected; the daemon has 2 peers");
    assertThat(dialled()).isEqualTo("net connect " + NEW + "\n");
  }

  @Test
  void oneThatDoesNotAnswerOrIsNotThereAfterwardsIsNotCountedAndTheNextIsTried()
      throws IOException {
    Cli said = connect(DEAF, LIAR, NEW);

    assertThat(said.exit()).as(said.err()).isEqualTo(Exit.DONE);
    assertThat(said.out()).contains("[!] " + DEAF, "[!] " + LIAR, "[+] " + NEW);
    assertThat(said.err()).contains("1 of 3 connected");
    assertThat(connect(DEAF).exit()).isEqualTo(Exit.FAILED);
  }

  @Test
  void aDryRunDialsNobody() throws IOException {
    Cli said = connect("--dry-run");

    assertThat(said.exit()).as(said.err()).isEqualTo(Exit.DONE);
    assertThat(said.out()).contains("net connect " + THERE, "net connect " + NEW);
    assertThat(dialled()).isEmpty();
    assertThat(daemon.calls).isEmpty();
  }

  @Test
  void saysThatNobodyIsKnownOrThatTheDaemonIsSilent() throws IOException {
    settings();
    assertThat(connect().exit()).isEqualTo(Exit.USAGE);
    assertThat(connect().err()).contains("Nobody to connect to");

    daemon.close();
    assertThat(connect(NEW).exit()).isNotEqualTo(Exit.DONE);
    assertThat(dialled()).isEmpty();
  }
}
