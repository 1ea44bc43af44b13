package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held to answers recorded from a real daemon. */
class FullNodeTest {
  private final FakeNode server = new FakeNode();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  private FullNode node() {
    return FullNode.at(NodeApi.local(folder.toString(), server.address()));
  }

  private RpcFailed failure(Runnable call) {
    return catchThrowableOfType(RpcFailed.class, call::run);
  }

  @Test
  void readsTheVersionWithItsBlockDelay() {
    server.recorded("Version", "041-rpc-v1-version");
    NodeVersion version = node().version();
    assertThat(version.text()).isEqualTo("v1.36.2-dev+2k+git.b835fab7.lab");
    assertThat(version.number()).isEqualTo(new LotusVersion(1, 36, 2));
    assertThat(version.blockDelay()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void readsTheHead() {
    server.recorded("ChainHead", "044-rpc-v1-chainhead");
    TipSet head = node().head();
    assertThat(head.height()).isEqualTo(7);
    assertThat(head.time()).isBetween(Instant.parse("2026-11-22T00:00:00Z"), Instant.MAX);
    assertThat(head.baseFee().compareTo(AttoFil.ZERO)).isPositive();
  }

  @Test
  void readsIdleSyncWorkers() {
    server.recorded("SyncState", "043-rpc-v1-syncstate-empty");
    assertThat(node().sync()).isEqualTo(new SyncProgress(3, 0, 0, 28));
  }

  @Test
  void toleratesASyncStateWithoutWorkers() {
    server.answering("SyncState", "{\"ActiveSyncs\":null,\"VMApplied\":0}");
    assertThat(node().sync()).isEqualTo(new SyncProgress(0, 0, 0, 0));
  }

  @Test
  void readsReachabilityPeersAndNetwork() {
    server.recorded("NetAutoNatStatus", "463-rpc-v1-autonat");
    server.recorded("NetPeers", "466-rpc-node2-netpeers");
    server.recorded("StateNetworkName", "467-rpc-v1-networkname");
    assertThat(node().reachability())
        .isEqualTo(new FullNode.Reachability(FullNode.Reachability.State.UNKNOWN, List.of()));
    assertThat(node().peerIds())
        .containsExactly("12D3KooWEFt7g7bB1BSsX1bxb53eNmway9L9JZG44gjfMovRNBCe");
    assertThat(node().networkName()).isEqualTo("lab");
  }

  @Test
  void readsReachabilityOfOldDaemonsToo() {
    server.answering(
        "NetAutoNatStatus", "{\"Reachability\":1,\"PublicAddr\":\"/ip4/203.0.113.7/tcp/24001\"}");
    assertThat(node().reachability().state()).isEqualTo(FullNode.Reachability.State.PUBLIC);
    assertThat(node().reachability().addresses()).containsExactly("/ip4/203.0.113.7/tcp/24001");
  }

  @Test
  void tellsASyncThatFailedFromOneThatRuns() {
    server.answering(
        "SyncState", "{\"ActiveSyncs\":[{\"Stage\":5,\"Message\":\"bad block\"},{\"Stage\":0}]}");
    assertThat(node().syncError()).contains("bad block");
    assertThat(node().isSyncing()).isFalse();
    server.answering(
        "SyncState", "{\"ActiveSyncs\":[{\"Stage\":5,\"Message\":\"bad block\"},{\"Stage\":3}]}");
    assertThat(node().syncError()).isEmpty();
    assertThat(node().isSyncing()).isTrue();
  }

  @Test
  void makesATokenOfTheBytesThatComeBack() {
    server.recorded("AuthNew", "481-rpc-v1-authnew");
    assertThat(node().newToken(List.of("read"))).startsWith("eyJ").contains(".");
  }

  @Test
  void readsAMinerWithoutAddresses() {
    server.recorded("StateMinerInfo", "428-rpc-v1-stateminerinfo-1000");
    MinerInfo info = node().minerInfo("t01000");
    assertThat(info.owner()).isEqualTo("t0100");
    assertThat(info.multiaddrs()).isEmpty();
    assertThat(info.sectorSize()).hasToString("2KiB");
  }

  @Test
  void readsAMinersAddressesAsTheChainKeepsThem() {
    server.recorded("StateMinerInfo", "440-rpc-v1-stateminerinfo-1004");
    byte[] announced = Multiaddr.parse("/ip4/203.0.113.5/tcp/24001").bytes();
    assertThat(node().minerInfo("t01004").multiaddrs())
        .containsExactly(java.util.Base64.getEncoder().encodeToString(announced));
  }

  @Test
  void readsWalletsAndBalances() {
    server.recorded("WalletList", "458-rpc-v1-walletlist");
    server.recorded("WalletBalance", "459-rpc-v1-walletbalance");
    assertThat(node().wallets())
        .hasSize(6)
        .allSatisfy(wallet -> assertThat(FilAddress.wrongWith(wallet)).isEmpty());
    assertThat(node().balance("t01")).isEqualTo(AttoFil.ofAtto("49988949998220849168433105"));
  }

  @Test
  void tellsAPendingMessageFromAFoundOne() {
    server.recorded("StateSearchMsg", "452-rpc-v1-statesearchmsg-pending");
    assertThat(node().searchMessage("bafy")).isEqualTo(Optional.empty());
    server.recorded("StateSearchMsg", "454-rpc-v1-statesearchmsg-found");
    MessageReceipt found = node().searchMessage("bafy").orElseThrow();
    assertThat(found.succeeded()).isTrue();
    assertThat(found.height()).isEqualTo(1306);
    server.recorded("StateSearchMsg", "457-rpc-v1-statesearchmsg-unknown");
    RpcFailed unknown = failure(() -> node().searchMessage("bafy"));
    assertThat(unknown.kind()).isEqualTo(RpcFailed.Kind.REFUSED);
    assertThat(unknown.said()).contains("could not find");
  }

  @Test
  void findsTheActorThatCreateMinerReturned() {
    // 323-init-recover-search-msg: the CLI shows these bytes in hex, JSON-RPC in base64.
    byte[] bytes =
        java.util.HexFormat.of().parseHex("824300ee0755026f400b0d6c7f810128fceaeae8145774ba49a772");
    String returned = java.util.Base64.getEncoder().encodeToString(bytes);
    assertThat(new MessageReceipt("bafy", 0, returned, 1).createdActor('t')).isEqualTo("t01006");
  }

  @Test
  void saysWhoIsUnknownInTheNodesWords() {
    server.recorded("StateMinerInfo", "444-rpc-v1-stateminerinfo-unknown");
    assertThat(failure(() -> node().minerInfo("t09999")).said()).contains("actor not found");
    server.recorded("StateMinerInfo", "447-rpc-v1-stateminerinfo-notminer");
    assertThat(failure(() -> node().minerInfo("t01002")).said()).contains("not miner");
  }

  @Test
  void tellsAMethodThatThisVersionDoesNotHave() {
    server.recorded("NetPeers", "048-rpc-v1-unknown-method");
    assertThat(failure(() -> node().peers()).kind()).isEqualTo(RpcFailed.Kind.NO_SUCH_METHOD);
  }

  @Test
  void wantsNoDepositWhereTheVersionHasNone() {
    assertThat(node().minerCreationDeposit()).isEqualTo(AttoFil.ZERO);
  }

  @Test
  void acceptsAnAnswerWithoutAResult() {
    server.failing("Version", 200);
    assertThat(failure(() -> node().version()).kind()).isEqualTo(RpcFailed.Kind.UNREACHABLE);
    server.recorded("Version", "041-rpc-v1-version");
    assertThat(node().version().text()).isNotEmpty();
  }

  @Test
  void namesAWrongTokenAndItsFileButNeverTheToken() throws IOException {
    server.taking("eyJhbGciOiJIUzI1NiJ9.right.right").recorded("Version", "041-rpc-v1-version");
    Files.writeString(folder.resolve("token"), "eyJhbGciOiJIUzI1NiJ9.wrongwrong.wrongwrong1");
    RpcFailed refused = failure(() -> node().version());
    assertThat(refused.kind()).isEqualTo(RpcFailed.Kind.UNAUTHORISED);
    assertThat(refused.asProblem().getType()).isEqualTo("WRONG_TOKEN");
    assertThat(refused.asProblem().getMessage())
        .contains(folder.resolve("token").toString())
        .doesNotContain("wrongwrong");
  }

  @Test
  void readsTheTokenAtEachCall() throws IOException {
    server.taking("second").recorded("Version", "041-rpc-v1-version");
    FullNode node = node();
    Files.writeString(folder.resolve("token"), "first");
    assertThat(failure(node::version).kind()).isEqualTo(RpcFailed.Kind.UNAUTHORISED);
    Files.writeString(folder.resolve("token"), "second\n");
    assertThat(node.version().text()).isNotEmpty();
  }

  @Test
  void takesTooFewRightsForAWrongToken() {
    server.recorded("WalletList", "053-rpc-v1-no-token-write");
    assertThat(failure(() -> node().wallets()).kind()).isEqualTo(RpcFailed.Kind.UNAUTHORISED);
  }

  @Test
  void saysThatARemoteTokenFileCannotBeRead() {
    NodeApi remote = new NodeApi("", server.address(), folder.resolve("none").toString());
    RpcFailed failed = failure(() -> FullNode.at(remote).version());
    assertThat(failed.asProblem().getType()).isEqualTo("TOKEN_UNREADABLE");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    NodeApi nobody = NodeApi.local(folder.toString(), "/ip4/127.0.0.1/tcp/" + port + "/http");
    assertThat(failure(() -> FullNode.at(nobody).version()).asProblem().getType())
        .isEqualTo("API_UNREACHABLE");
    server.failing("Version", 503);
    assertThat(failure(() -> node().version()).kind()).isEqualTo(RpcFailed.Kind.UNREACHABLE);
  }

  @Test
  void doesNotWaitForEverForANodeThatHangs() throws IOException {
    try (ServerSocket hangs = new ServerSocket(0)) {
      NodeApi api =
          NodeApi.local(folder.toString(), "/ip4/127.0.0.1/tcp/" + hangs.getLocalPort() + "/http");
      FullNode node = FullNode.at(api, Duration.ofMillis(200));
      assertThat(failure(node::version).kind()).isEqualTo(RpcFailed.Kind.UNREACHABLE);
    }
  }

  @Test
  void speaksTheOldPathToAnOldDaemon() {
    server.withoutV1().recorded("StateSearchMsg", "454-rpc-v1-statesearchmsg-found");
    server.recorded("Version", "041-rpc-v1-version");
    FullNode node = node();
    assertThat(node.version().text()).isNotEmpty();
    assertThat(node.searchMessage("bafy")).isPresent();
    assertThat(server.calls).last().isEqualTo("/rpc/v0 Filecoin.StateSearchMsg [{\"/\":\"bafy\"}]");
  }
}
