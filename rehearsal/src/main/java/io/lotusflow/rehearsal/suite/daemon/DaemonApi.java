package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Flaw;
import io.lotusflow.rehearsal.suite.chain.Actor;
import io.lotusflow.rehearsal.suite.chain.Execution;
import io.lotusflow.rehearsal.suite.chain.Message;
import io.lotusflow.rehearsal.suite.chain.SectorMethods;
import io.lotusflow.rehearsal.suite.chain.Signature;
import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.chain.Snapshot;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.node.NodeApi;
import io.lotusflow.rehearsal.suite.repo.Keystore;
import io.lotusflow.rehearsal.suite.rpc.Api;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.rpc.Signatures;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The daemon's JSON-RPC methods, on {@code /rpc/v0} and {@code /rpc/v1}, which differ in the
 * parameters of a few.
 */
final class DaemonApi implements Api {
  private static final String BOTH =
      """
      SyncState read
      ChainHead read
      ChainGetGenesis read
      ChainGetTipSetByHeight read any any
      WalletList write
      WalletNew write text
      WalletHas write address
      WalletBalance read address
      WalletSign sign address text
      WalletSignMessage sign address any
      WalletVerify read address text any
      WalletDefaultAddress write
      WalletSetDefault write address
      WalletExport admin address
      WalletImport admin any
      WalletDelete admin address
      StateGetActor read address any
      StateMinerInfo read address any
      StateMinerPower read address any
      StateMinerAvailableBalance read address any
      StateMinerSectorCount read address any
      StateMinerProvingDeadline read address any
      StateMinerDeadlines read address any
      StateMinerPartitions read address any any
      StateMinerFaults read address any
      StateMinerRecoveries read address any
      StateListMiners read any
      StateSectorPreCommitInfo read address any any
      StateSectorGetInfo read address any any
      StateMinerPreCommitDepositForPower read address any any
      StateMinerInitialPledgeCollateral read address any any
      StateMinerCreationDeposit read any
      StateLookupID read address any
      StateAccountKey read address any
      StateNetworkName read
      StateNetworkVersion read any
      MpoolPending read any
      MpoolGetNonce read address
      MpoolPush write any
      MpoolPushMessage sign any any
      GasEstimateMessageGas read any any any
      NetPeers read
      NetAddrsListen read
      NetAutoNatStatus read
      NetConnect write any
      ID read
      """;

  private static final String V0_ONLY =
      """
      StateSearchMsg read cid
      StateWaitMsg read cid any
      """;

  private static final String V1_ONLY =
      """
      StateSearchMsg read any cid any any
      StateWaitMsg read cid any any any
      ChainGetFinalizedTipSet read
      StateMinerInitialPledgeForSector read any any any any
      NodeStatus read any
      RehearsalExport read any any any
      StartTime read
      """;

  private static final long NETWORK_VERSION = 28;
  private static final long FINALITY = 900;

  private final Node node;
  private final NodeApi shared;
  private final Signatures signatures;
  private final boolean v0;
  private final Instant started = Instant.now();

  private DaemonApi(Node node, NodeApi shared, boolean v0) {
    this.node = node;
    this.shared = shared;
    this.v0 = v0;
    this.signatures = new Signatures(NodeApi.METHODS + BOTH + (v0 ? V0_ONLY : V1_ONLY));
  }

  static DaemonApi v0(Node node) {
    return new DaemonApi(
        node, new NodeApi(node.repo(), node.tokens(), served(NodeApi.V0), node.shutdown()), true);
  }

  static DaemonApi v1(Node node) {
    return new DaemonApi(
        node, new NodeApi(node.repo(), node.tokens(), served(NodeApi.V1), node.shutdown()), false);
  }

  /** Of a release whose miner was forgotten when the API changed: one minor version more. */
  private static long served(long version) {
    return Flaw.WRONG_API.isBuiltIn() ? version + (1 << 8) : version;
  }

  @Override
  public Signatures signatures() {
    return signatures;
  }

  @Override
  public Object call(Call call) throws Exception {
    String method = call.method();
    if (method.startsWith("Wallet")) {
      return wallet(call);
    }
    if (method.equals("StateMinerCreationDeposit")) {
      return Execution.CREATION_DEPOSIT.toString();
    }
    if (method.startsWith("StateMinerPreCommitDeposit")) {
      return SectorMethods.DEPOSIT.toString();
    }
    if (method.startsWith("StateMinerInitialPledge")) {
      return SectorMethods.PLEDGE.toString();
    }
    if (method.startsWith("StateMiner")) {
      return miner(call);
    }
    if (method.startsWith("State")) {
      return state(call);
    }
    if (method.startsWith("Mpool") || method.startsWith("Gas")) {
      return messages(call);
    }
    if (method.startsWith("Net") || method.equals("ID")) {
      return net(call);
    }
    return switch (method) {
      case "SyncState" -> syncState();
      case "ChainHead" -> node.chain().head().json();
      case "ChainGetGenesis" -> node.chain().genesis().orElseThrow().json();
      case "ChainGetTipSetByHeight" -> tipsetByHeight(call.number(0));
      case "ChainGetFinalizedTipSet" ->
          node.chain().atOrBefore(Math.max(0, node.chain().head().height() - FINALITY)).json();
      case "NodeStatus" -> nodeStatus(Boolean.TRUE.equals(call.value(0)));
      case "RehearsalExport" -> export(call);
      case "StartTime" -> started.toString();
      default -> shared.call(call);
    };
  }

  private Object wallet(Call call) throws IOException, RpcException {
    Wallet wallet = node.wallet();
    return switch (call.method()) {
      case "WalletList" -> strings(wallet.list());
      case "WalletNew" -> wallet.create(call.text(0)).toString();
      case "WalletHas" -> wallet.has(call.address(0));
      case "WalletBalance" ->
          actor(call.address(0)).map(Actor::balance).orElse(BigInteger.ZERO).toString();
      case "WalletSign" ->
          wallet
              .sign(Base64.getDecoder().decode(call.text(1)), accountKeyOf(call.address(0)))
              .json();
      case "WalletSignMessage" ->
          wallet.sign(Message.ofJson(call.value(1)), accountKeyOf(call.address(0))).json();
      // Nobody can check a signature here: only its kind and length.
      case "WalletVerify" -> Signature.ofJson(call.value(2)).isOfKindOf(call.address(0));
      case "WalletDefaultAddress" -> wallet.defaultAddress().toString();
      case "WalletExport" -> Json.parse(wallet.export(call.address(0)).json());
      case "WalletImport" ->
          wallet.importKey(Keystore.Key.ofJson(Json.write(call.value(0)))).toString();
      case "WalletSetDefault" -> {
        wallet.setDefault(call.address(0));
        yield null;
      }
      default -> {
        wallet.delete(call.address(0));
        yield null;
      }
    };
  }

  private static List<Object> strings(List<?> values) {
    List<Object> strings = new ArrayList<>();
    values.forEach(value -> strings.add(value.toString()));
    return strings;
  }

  private Optional<Actor> actor(Address address) throws IOException {
    return node.chain().stateBefore(node.chain().head()).find(address);
  }

  private Actor knownActor(Address address) throws IOException, RpcException {
    return actor(address).orElseThrow(() -> new RpcException("actor not found"));
  }

  private Object miner(Call call) throws IOException, RpcException {
    Address address = call.address(0);
    MinerQueries miners = node.miners();
    return switch (call.method()) {
      case "StateMinerInfo" -> miners.info(address);
      case "StateMinerPower" -> miners.power(address);
      case "StateMinerAvailableBalance" -> miners.availableBalance(address);
      case "StateMinerSectorCount" -> miners.sectorCount(address);
      case "StateMinerProvingDeadline" -> miners.provingDeadline(address);
      case "StateMinerDeadlines" -> miners.deadlines(address);
      case "StateMinerPartitions" -> miners.partitions(address, call.number(1));
      case "StateMinerFaults" -> miners.faults(address);
      default -> miners.recoveries(address);
    };
  }

  private Object state(Call call) throws IOException, RpcException, InterruptedException {
    return switch (call.method()) {
      case "StateSearchMsg" ->
          v0
              ? node.messages().search(call.cid(0), -1)
              : node.messages().search(call.cid(1), call.number(2));
      case "StateWaitMsg" -> node.messages().await(call.cid(0), call.number(1));
      case "StateListMiners" -> node.miners().list();
      case "StateSectorPreCommitInfo" -> node.miners().precommit(call.address(0), call.number(1));
      case "StateSectorGetInfo" -> node.miners().sector(call.address(0), call.number(1));
      case "StateLookupID" -> knownActor(call.address(0)).idAddress().toString();
      case "StateAccountKey" -> accountKey(call.address(0));
      case "StateGetActor" -> actorJson(knownActor(call.address(0)));
      case "StateNetworkName" -> Build.network();
      default -> NETWORK_VERSION;
    };
  }

  private Address accountKeyOf(Address address) throws IOException, RpcException {
    return Address.parse(accountKey(address));
  }

  private String accountKey(Address address) throws IOException, RpcException {
    if (address.isKey()) {
      return address.toString();
    }
    Actor actor = knownActor(address);
    if (!actor.isAccount()) {
      throw new RpcException(
          "failed to get account actor state for "
              + address
              + ": actor code is not account: "
              + actor.code());
    }
    return actor.robust().orElse(address).toString();
  }

  private static Map<String, Object> actorJson(Actor actor) {
    return Json.object(
        "Nonce", actor.nonce(),
        "Balance", actor.balance().toString(),
        "DelegatedAddress", actor.robust().isPresent() ? actor.robust().get().toString() : null);
  }

  private Object messages(Call call) throws IOException, RpcException {
    return switch (call.method()) {
      case "MpoolPending" -> pending();
      case "MpoolGetNonce" -> node.messages().nonce(call.address(0));
      case "GasEstimateMessageGas" -> Json.asObject(estimated(call.value(0)));
      case "MpoolPush" -> node.messages().push(SignedMessage.ofJson(call.value(0)));
      default -> node.messages().push(Message.ofJson(call.value(0))).json();
    };
  }

  private Map<String, Object> estimated(Object json) throws IOException, RpcException {
    Message message = node.messages().estimate(Message.ofJson(json));
    return Json.object(
        "GasLimit",
        message.gasLimit(),
        "GasFeeCap",
        message.gasFeeCap().toString(),
        "GasPremium",
        message.gasPremium().toString());
  }

  private List<Object> pending() {
    List<Object> pending = new ArrayList<>();
    node.sync().pending().forEach(message -> pending.add(message.json()));
    return pending;
  }

  private Object net(Call call) throws RpcException {
    return switch (call.method()) {
      case "NetPeers" -> peers();
      case "NetAddrsListen" ->
          Json.object("ID", node.libp2p().peerId(), "Addrs", node.libp2p().addresses());
      case "NetAutoNatStatus" -> Json.object("Reachability", 0L, "PublicAddrs", null);
      case "ID" -> node.libp2p().peerId();
      default -> connect(Json.asObject(call.value(0)));
    };
  }

  private List<Object> peers() {
    Optional<Multiaddr> peer = node.sync().connectedPeer();
    if (peer.isEmpty()) {
      return List.of();
    }
    String address = peer.get().withoutPeer().toString();
    return List.of(Json.object("ID", peer.get().peer().orElse(""), "Addrs", List.of(address)));
  }

  private Object connect(Map<String, Object> target) throws RpcException {
    String id = Json.asText(target.get("ID"));
    boolean already =
        node.sync().connectedPeer().flatMap(Multiaddr::peer).filter(id::equals).isPresent();
    if (!already) {
      for (Object address : Json.asList(target.get("Addrs"))) {
        node.sync().connect(Multiaddr.parse(address + "/p2p/" + id));
      }
      awaitConnection(id);
    }
    return null;
  }

  private void awaitConnection(String id) throws RpcException {
    try {
      for (int i = 0; i < 20 && node.sync().connectedPeer().isEmpty(); i++) {
        node.sync().awaitChange(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (node.sync().connectedPeer().isEmpty()) {
      throw new RpcException("failed to dial " + id + ": all dials failed");
    }
  }

  private Map<String, Object> syncState() {
    List<Object> active = new ArrayList<>();
    node.sync().shownWorkers().forEach(worker -> active.add(worker.json()));
    return Json.object("ActiveSyncs", active, "VMApplied", node.sync().applied());
  }

  private Map<String, Object> tipsetByHeight(long height) throws IOException, RpcException {
    Tipset head = node.chain().head();
    if (height > head.height()) {
      throw new RpcException(
          "looking for tipset with height greater than start point, req: "
              + height
              + ", head: "
              + head.height());
    }
    return node.chain().atOrBefore(height).json();
  }

  private Map<String, Object> nodeStatus(boolean withChain) throws IOException {
    Tipset head = node.chain().head();
    long behind =
        Math.max(
            0, (Instant.now().getEpochSecond() - head.header().timestamp()) / Build.blockDelay());
    long peers = peers().size();
    long blocks = withChain ? 1 : 0;
    return Json.object(
        "SyncStatus", Json.object("Epoch", head.height(), "Behind", behind),
        "PeerStatus", Json.object("PeersToPublishMsgs", peers, "PeersToPublishBlocks", peers),
        "ChainStatus",
            Json.object("BlocksPerTipsetLast100", blocks, "BlocksPerTipsetLastFinality", blocks));
  }

  /**
   * Stands for {@code ChainExport}, which streams over a websocket: height of the head, states,
   * whether to skip old messages.
   */
  private Stream export(Call call) throws IOException {
    boolean skipOld = Boolean.TRUE.equals(call.value(2));
    Tipset head = node.chain().atOrBefore(call.number(0));
    Snapshot snapshot = new Snapshot(node.chain(), call.number(1), skipOld);
    return out -> {
      OutputStream paced = new ExportPace(out, node.repo().path());
      OutputStream buffered = new BufferedOutputStream(paced, 1 << 16);
      snapshot.write(buffered, head);
      buffered.flush();
    };
  }
}
