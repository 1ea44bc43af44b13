package io.lotusflow.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Finding.Level;
import io.lotusflow.preflight.Words;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that lives: its chain, and whom it knows. */
class NodeLooksTest {
  private static final Words WORDS = new Words(Language.ENGLISH, "doctor");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<String> FIRST =
      List.of("/dns4/a.example.com/tcp/1347/p2p/peer-0", "/dns4/b.example.com/tcp/1347/p2p/nobody");

  @TempDir private Path folder;
  private final FakeNode ours = new FakeNode();
  private final FakeNode theirs = new FakeNode();
  private FullNode node;

  @BeforeEach
  void aDaemonThatIsCurrent() {
    node = FullNode.at(NodeApi.local(folder.toString(), ours.address()));
    for (FakeNode any : List.of(ours, theirs)) {
      any.answering("Version", "{\"Version\":\"1.36.2\",\"APIVersion\":66816,\"BlockDelay\":30}");
      any.answering("SyncState", "{\"ActiveSyncs\":null}");
      blocks(any, "bafyblock");
      head(any, 1000, 10);
    }
    ours.answering("NetAutoNatStatus", "{\"Reachability\":1,\"PublicAddrs\":[\"/ip4/1.2.3.4\"]}");
    peers(7);
  }

  @AfterEach
  void close() {
    ours.close();
    theirs.close();
  }

  private static void head(FakeNode of, long height, long secondsOld) {
    of.answering(
        "ChainHead",
        "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":%d}]}"
            .formatted(height, NOW.getEpochSecond() - secondsOld));
  }

  private static void blocks(FakeNode of, String cid) {
    of.answering(
        "ChainGetTipSetByHeight",
        params -> "{\"Height\":%s,\"Cids\":[{\"/\":\"%s\"}]}".formatted(params.path(0), cid));
  }

  private void peers(int many) {
    ours.answering(
        "NetPeers",
        IntStream.range(0, many)
            .mapToObj(i -> "{\"ID\":\"peer-%d\",\"Addrs\":[]}".formatted(i))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private Finding sync() {
    return new ChainLook(WORDS).sync(node, NOW);
  }

  @Test
  void aHeadOfFewBlocksAgeIsToday() {
    assertThat(sync().level()).isEqualTo(Level.OK);
    assertThat(sync().seen()).contains("head 1000 is 10 s old");
    head(ours, 1000, 150);
    assertThat(sync().level()).isEqualTo(Level.OK);
  }

  @Test
  void anOldHeadIsTakenUpStalledOrBroken() {
    head(ours, 1000, 300);
    assertThat(sync().level()).isEqualTo(Level.REFUSE);
    assertThat(sync().seen()).contains("10 blocks behind, and nothing is being fetched");

    ours.answering(
        "SyncState",
        "{\"ActiveSyncs\":[{\"Stage\":3,\"Height\":1001,\"Target\":{\"Height\":1010}}]}");
    assertThat(sync().level()).isEqualTo(Level.WARNING);
    assertThat(sync().seen()).contains("the daemon works on 1010");

    ours.answering("SyncState", "{\"ActiveSyncs\":[{\"Stage\":5,\"Message\":\"bad state root\"}]}");
    assertThat(sync().level()).isEqualTo(Level.REFUSE);
    assertThat(sync().seen()).contains("the last sync failed: bad state root");
  }

  private Finding fork() {
    return new ChainLook(WORDS).fork(node, URI.create("http://127.0.0.1:" + theirs.port()));
  }

  @Test
  void theSameBlocksBelowBothHeadsAreOneChain() {
    head(theirs, 1003, 0);
    assertThat(fork().level()).isEqualTo(Level.OK);
    assertThat(fork().seen()).contains("at 980", "whose head is 3 ahead");
    assertThat(theirs.calls.toString()).contains("ChainGetTipSetByHeight [980,[]]");

    head(theirs, 900, 0);
    assertThat(fork().seen()).as("the lower one counts").contains("at 880");
  }

  @Test
  void otherBlocksThereAreAForkAndSilenceIsNone() {
    blocks(theirs, "bafyother");
    assertThat(fork().level()).isEqualTo(Level.REFUSE);
    assertThat(fork().seen()).contains("at 980 other blocks than 127.0.0.1");

    theirs.close();
    assertThat(fork().level()).isEqualTo(Level.WARNING);
    assertThat(fork().seen()).contains("did not tell its chain");
  }

  private Finding network(String check) {
    return new NetworkLook(WORDS)
        .look(node, FIRST, Optional.of(Duration.ofHours(1))).stream()
            .filter(any -> any.check().equals(check))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void fewPeersAreToldAndNoneIsRefused() {
    assertThat(network("peers").level()).isEqualTo(Level.OK);
    assertThat(network("peers").seen()).contains("7 peers");
    peers(4);
    assertThat(network("peers").level()).isEqualTo(Level.WARNING);
    peers(0);
    assertThat(network("peers").level()).isEqualTo(Level.REFUSE);
    assertThat(network("peers").fix()).contains("network connect");
  }

  @Test
  void bootstrappersAreKnownByTheirIdsAndMissedOnlyWhereThereAreFewPeers() {
    assertThat(network("bootstrap").seen())
        .contains("connected", "peer-0")
        .doesNotContain("nobody");

    ours.answering("NetPeers", "[{\"ID\":\"x\"},{\"ID\":\"y\"}]");
    assertThat(network("bootstrap").level()).isEqualTo(Level.WARNING);
    assertThat(network("bootstrap").seen()).contains("none of 2 bootstrappers");

    ours.answering(
        "NetPeers", "[{\"ID\":\"a\"},{\"ID\":\"b\"},{\"ID\":\"c\"},{\"ID\":\"d\"},{\"ID\":\"e\"}]");
    assertThat(network("bootstrap").level()).isEqualTo(Level.OK);
  }

  @Test
  void withoutKnownBootstrappersNothingIsSaidOfThem() {
    assertThat(new NetworkLook(WORDS).look(node, List.of(), Optional.empty()))
        .extracting(Finding::check)
        .containsExactly("reachability", "peers");
  }
}
