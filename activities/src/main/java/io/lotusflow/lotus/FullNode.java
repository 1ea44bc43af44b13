package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.deals.StorageAsk;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a daemon over JSON-RPC. Every method throws {@link RpcFailed}.
 *
 * <p>Speaks {@code /rpc/v1}, and {@code /rpc/v0} to a daemon older than v1.9.0, which has no other.
 */
public final class FullNode {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(7);

  private static final int SYNC_COMPLETE = 4;
  private static final int SYNC_ERROR = 5;

  /** A head that is so many blocks old. */
  private static final int OLD = 5;

  private static final List<Object> HEAD = List.of();

  private final LotusRpc v1;
  private final LotusRpc v0;
  private final Token token;
  private volatile boolean onlyV0;

  private FullNode(LotusRpc v1, LotusRpc v0, Token token) {
    this.v1 = v1;
    this.v0 = v0;
    this.token = token;
  }

  /** The daemon at the address of its settings: an {@code api} file may be a dead process's. */
  public static FullNode at(NodeApi api) {
    return at(api, ANSWER_WITHIN);
  }

  /** One that is asked many times a second whether it is there. */
  public static FullNode probed(NodeApi api) {
    return at(api, Duration.ofSeconds(1));
  }

  /**
   * A daemon of somebody else, who lets everybody read.
   *
   * @param base its address without {@code /rpc}
   */
  public static FullNode at(URI base) {
    return at(base, new Token(Path.of("/nonexistent/token"), true), ANSWER_WITHIN);
  }

  static FullNode at(NodeApi api, Duration answerWithin) {
    return at(Multiaddr.parse(api.address()).toUri(), Token.of(api), answerWithin);
  }

  private static FullNode at(URI base, Token token, Duration answerWithin) {
    return new FullNode(
        new LotusRpc(base.resolve("/rpc/v1"), token, answerWithin),
        new LotusRpc(base.resolve("/rpc/v0"), token, answerWithin),
        token);
  }

  public NodeVersion version() {
    return Reading.version(call("Version"));
  }

  public TipSet head() {
    JsonNode head = call("ChainHead");
    long earliest = Long.MAX_VALUE;
    for (JsonNode block : head.path("Blocks")) {
      earliest = Math.min(earliest, block.path("Timestamp").asLong());
    }
    return new TipSet(
        head.path("Height").asLong(),
        Instant.ofEpochSecond(earliest),
        Reading.amount(head.path("Blocks").path(0).path("ParentBaseFee")));
  }

  /**
   * Whether the head is not today's: then nonces clash, and what is seen of the chain may be past.
   */
  public boolean isBehind(TipSet head, Instant now) {
    Duration age = Duration.between(head.time(), now);
    return age.compareTo(version().blockDelay().multipliedBy(OLD)) > 0;
  }

  /**
   * Height of the tipset there, or, where no block was made, of the one below.
   *
   * @param height not above the head's
   */
  public long heightAt(long height) {
    return call("ChainGetTipSetByHeight", height, HEAD).path("Height").asLong();
  }

  /** Height below which nothing is undone any more; empty if this version does not say. */
  public OptionalLong finalHeight() {
    try {
      return OptionalLong.of(call("ChainGetFinalizedTipSet").path("Height").asLong());
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return OptionalLong.empty();
      }
      throw failed;
    }
  }

  public SyncProgress sync() {
    JsonNode state = call("SyncState");
    long height = 0;
    long target = 0;
    for (JsonNode worker : state.path("ActiveSyncs")) {
      height = Math.max(height, worker.path("Height").asLong());
      target = Math.max(target, worker.path("Target").path("Height").asLong());
    }
    return new SyncProgress(
        state.path("ActiveSyncs").size(), height, target, state.path("VMApplied").asLong());
  }

  /** Such as {@code mainnet}, {@code calibrationnet}. */
  public String networkName() {
    return call("StateNetworkName").asText();
  }

  /** The blocks of the tipset there, or, where no block was made, of the one below. */
  public Set<String> blocksAt(long height) {
    Set<String> blocks = new TreeSet<>();
    call("ChainGetTipSetByHeight", height, HEAD)
        .path("Cids")
        .forEach(cid -> blocks.add(Cids.read(cid)));
    return blocks;
  }

  /** What the last synchronisation that failed said; empty if one runs, or none failed. */
  public Optional<String> syncError() {
    String error = "";
    for (JsonNode worker : call("SyncState").path("ActiveSyncs")) {
      int stage = worker.path("Stage").asInt();
      if (stage == SYNC_ERROR) {
        error = worker.path("Message").asText();
      } else if (isUnderWay(stage)) {
        return Optional.empty();
      }
    }
    return Optional.of(error).filter(text -> !text.isEmpty());
  }

  /** Whether headers or messages are being fetched now. */
  public boolean isSyncing() {
    for (JsonNode worker : call("SyncState").path("ActiveSyncs")) {
      if (isUnderWay(worker.path("Stage").asInt())) {
        return true;
      }
    }
    return false;
  }

  /** Neither idle nor complete nor failed. */
  private static boolean isUnderWay(int stage) {
    return stage != 0 && stage != SYNC_COMPLETE && stage != SYNC_ERROR;
  }

  public int peers() {
    return call("NetPeers").size();
  }

  public Set<String> peerIds() {
    Set<String> ids = new TreeSet<>();
    call("NetPeers").forEach(peer -> ids.add(peer.path("ID").asText()));
    return ids;
  }

  /**
   * Whether others can dial the daemon, as far as they have told it.
   *
   * @param addresses by which they can
   */
  public record Reachability(State state, List<String> addresses) {

    /** In the order of Lotus' numbers. */
    public enum State {
      UNKNOWN,
      PUBLIC,
      PRIVATE
    }

    public Reachability {
      addresses = List.copyOf(addresses);
    }
  }

  public Reachability reachability() {
    JsonNode status = call("NetAutoNatStatus");
    Reachability.State[] states = Reachability.State.values();
    int number = status.path("Reachability").asInt();
    List<String> addresses = Cids.texts(status.path("PublicAddrs"));
    // Before v1.23.1 there is one.
    String one = status.path("PublicAddr").asText("");
    return new Reachability(
        number < states.length ? states[number] : Reachability.State.UNKNOWN,
        addresses.isEmpty() && !one.isEmpty() ? List.of(one) : addresses);
  }

  /** Wants a token that may write. */
  public List<String> wallets() {
    return Cids.texts(call("WalletList"));
  }

  /** A private key, as {@code {"Type", "PrivateKey"}}: to be compared, never to be shown. */
  public JsonNode exportKey(String address) {
    return call("WalletExport", address);
  }

  /** Zero for an address that the chain does not know. */
  public AttoFil balance(String address) {
    return Reading.amount(call("WalletBalance", address));
  }

  /** The deposit that creating a miner takes; zero on versions without one. */
  public AttoFil minerCreationDeposit() {
    try {
      return Reading.amount(call("StateMinerCreationDeposit", HEAD));
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return AttoFil.ZERO;
      }
      throw failed;
    }
  }

  /** What a miner asks of its clients, as it says itself; up to v1.27.0. */
  public Optional<StorageAsk> queryAsk(String miner) {
    return MarketApi.ask(v0.call("ClientQueryAsk", minerInfo(miner).peerId(), miner));
  }

  public MinerInfo minerInfo(String actor) {
    JsonNode info = call("StateMinerInfo", actor, HEAD);
    return new MinerInfo(
        info.path("Owner").asText(),
        info.path("Worker").asText(),
        Cids.texts(info.path("ControlAddresses")),
        Optional.of(info.path("NewWorker").asText("")).filter(FullNode::isAddress),
        info.path("WorkerChangeEpoch").asLong(-1),
        info.path("Beneficiary").asText(info.path("Owner").asText()),
        info.path("PeerId").asText(""),
        Cids.texts(info.path("Multiaddrs")),
        new ByteSize(info.path("SectorSize").asLong()));
  }

  /** No worker that was proposed is {@code <empty>}. */
  private static boolean isAddress(String text) {
    return FilAddress.wrongWith(text).isEmpty();
  }

  /** What can be withdrawn. */
  public AttoFil availableBalance(String actor) {
    return Reading.amount(call("StateMinerAvailableBalance", actor, HEAD));
  }

  /** Whether the chain has the promise of a sector, which is not proven yet. */
  public boolean isPromised(String actor, long sector) {
    return !isNothing("StateSectorPreCommitInfo", actor, sector);
  }

  /** Whether the chain has the sector. */
  public boolean isOnChain(String actor, long sector) {
    return !isNothing("StateSectorGetInfo", actor, sector);
  }

  /** Older versions refuse where newer ones answer null; any other refusal says nothing. */
  private boolean isNothing(String method, String actor, long sector) {
    try {
      return !call(method, actor, sector, HEAD).isObject();
    } catch (RpcFailed failed) {
      boolean absent = failed.said().contains("not exist") || failed.said().contains("not found");
      if (failed.kind() == RpcFailed.Kind.REFUSED && absent) {
        return true;
      }
      throw failed;
    }
  }

  /** What goes with the pre-commit of a sector without deals; a tenth above today's amount. */
  public AttoFil preCommitDeposit(String actor, ByteSize sectorSize) {
    return Reading.amount(
        call("StateMinerPreCommitDepositForPower", actor, SectorTerms.of(sectorSize), HEAD));
  }

  /**
   * What is locked for a sector without deals, its deposit included; a tenth above today's amount.
   * Daemons that do not have the newer question are asked the older one.
   */
  public AttoFil initialPledge(String actor, ByteSize sectorSize) {
    try {
      return Reading.amount(
          call(
              "StateMinerInitialPledgeForSector", SectorTerms.EPOCHS, sectorSize.bytes(), 0, HEAD));
    } catch (RpcFailed failed) {
      if (failed.kind() != RpcFailed.Kind.NO_SUCH_METHOD) {
        throw failed;
      }
      return Reading.amount(
          call("StateMinerInitialPledgeCollateral", actor, SectorTerms.of(sectorSize), HEAD));
    }
  }

  /** What the chain has of a miner's sectors. */
  public SectorCount sectorCount(String actor) {
    JsonNode count = call("StateMinerSectorCount", actor, HEAD);
    return new SectorCount(
        count.path("Live").asLong(), count.path("Active").asLong(), count.path("Faulty").asLong());
  }

  /** Raw power of a miner in bytes. */
  public ByteSize minerPower(String actor) {
    JsonNode power = call("StateMinerPower", actor, HEAD).path("MinerPower");
    return new ByteSize(power.path("RawBytePower").asLong());
  }

  /** The id address of a key; absent while the chain does not know it. */
  public Optional<String> lookUpId(String address) {
    try {
      return Optional.of(call("StateLookupID", address, HEAD).asText());
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.REFUSED && failed.said().contains("actor not found")) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** The number of the next message of an address that the chain carries out. */
  public long nonceOnChain(String address) {
    return call("StateGetActor", address, HEAD).path("Nonce").asLong();
  }

  /** Whether the daemon has the key. */
  public boolean hasKey(String address) {
    return call("WalletHas", address).asBoolean();
  }

  /**
   * The message with gas that is right at the moment.
   *
   * @throws RpcFailed also where the chain would refuse it
   */
  public UnsignedMessage estimated(UnsignedMessage draft) {
    JsonNode gas = call("GasEstimateMessageGas", draft, Map.of("MaxFee", "0"), HEAD);
    return draft.withGas(
        gas.path("GasLimit").asLong(),
        Reading.amount(gas.path("GasFeeCap")),
        Reading.amount(gas.path("GasPremium")));
  }

  /** Signs with a key of the daemon; sends nothing. */
  public MessageSignature sign(UnsignedMessage message) {
    JsonNode signed = call("WalletSignMessage", message.from(), message).path("Signature");
    return new MessageSignature(signed.path("Type").asInt(), signed.path("Data").asText());
  }

  /** Whether the signature is that key's, of that message. */
  public boolean verify(UnsignedMessage message, MessageSignature signature) {
    return call("WalletVerify", message.from(), message.cidBytes(), signature).asBoolean();
  }

  /**
   * Gives a signed message to the network. The same one again does no harm, and is refused while it
   * waits.
   *
   * @return its name
   */
  public String push(UnsignedMessage message, MessageSignature signature) {
    return Cids.read(call("MpoolPush", Map.of("Message", message, "Signature", signature)));
  }

  /** The key address behind an id address. */
  public String accountKey(String address) {
    return call("StateAccountKey", address, HEAD).asText();
  }

  /**
   * What became of a message; empty while it waits.
   *
   * @throws RpcFailed also when this daemon never saw the message
   */
  public Optional<MessageReceipt> searchMessage(String cid) {
    Map<String, String> message = Cids.write(cid);
    JsonNode found =
        onlyV0
            ? v0.call("StateSearchMsg", message)
            : call("StateSearchMsg", HEAD, message, -1, true);
    if (!found.isObject()) {
      return Optional.empty();
    }
    JsonNode receipt = found.path("Receipt");
    return Optional.of(
        new MessageReceipt(
            Cids.read(found.path("Message")),
            receipt.path("ExitCode").asLong(),
            receipt.path("Return").isTextual() ? receipt.path("Return").asText() : "",
            found.path("Height").asLong()));
  }

  /** Messages of an address that wait in the pool. */
  public List<PendingMessage> pendingFrom(String address) {
    return pending().stream()
        .filter(message -> new FilAddress(address).sameAs(message.from()))
        .toList();
  }

  /** All messages that wait in the pool, whoever sent them. */
  public List<PendingMessage> pending() {
    List<PendingMessage> pending = new ArrayList<>();
    for (JsonNode signed : call("MpoolPending", HEAD)) {
      JsonNode message = signed.path("Message");
      pending.add(
          new PendingMessage(
              Cids.read(signed.has("CID") ? signed.path("CID") : message.path("CID")),
              message.path("From").asText(),
              message.path("To").asText(),
              message.path("Method").asLong(),
              message.path("Nonce").asLong()));
    }
    return pending;
  }

  /** Where a miner is in its proving period. */
  public ProvingPeriod provingPeriod(String actor) {
    JsonNode info = call("StateMinerProvingDeadline", actor, HEAD);
    return new ProvingPeriod(
        info.path("CurrentEpoch").asLong(),
        info.path("PeriodStart").asLong(),
        info.path("WPoStPeriodDeadlines").asInt(),
        info.path("WPoStProvingPeriod").asLong(),
        info.path("WPoStChallengeWindow").asLong(),
        info.path("Open").asLong() - info.path("FaultCutoff").asLong());
  }

  /** By deadline: the partitions whose proof is on the chain in this period. */
  public List<BitField> postSubmissions(String actor) {
    List<BitField> submissions = new ArrayList<>();
    call("StateMinerDeadlines", actor, HEAD)
        .forEach(deadline -> submissions.add(BitField.read(deadline.path("PostSubmissions"))));
    return submissions;
  }

  /** The partitions of one deadline, in order; none is null on the wire. */
  public List<Partition> partitions(String actor, int deadline) {
    List<Partition> partitions = new ArrayList<>();
    call("StateMinerPartitions", actor, deadline, HEAD)
        .forEach(
            partition ->
                partitions.add(
                    new Partition(
                        BitField.read(partition.path("LiveSectors")),
                        BitField.read(partition.path("FaultySectors")),
                        BitField.read(partition.path("RecoveringSectors")))));
    return partitions;
  }

  /** The type of a miner's window proofs, as its API wants it back. */
  public int windowPostProof(String actor) {
    return call("StateMinerInfo", actor, HEAD).path("WindowPoStProofType").asInt();
  }

  /** The type of a sector's seal; empty if it is not on the chain. */
  public OptionalInt sealProof(String actor, long sector) {
    JsonNode info = call("StateSectorGetInfo", actor, sector, HEAD);
    return info.hasNonNull("SealProof")
        ? OptionalInt.of(info.path("SealProof").asInt())
        : OptionalInt.empty();
  }

  /** Asks the daemon to end; it answers before it is gone. Wants an admin token. */
  public void shutdown() {
    call("Shutdown");
  }

  /** The number of the next message of an address: it grows with each one pushed from here. */
  public long nextNonce(String address) {
    return call("MpoolGetNonce", address).asLong();
  }

  /** Messages on the chain between two actors, newest first, down to a height. */
  public List<String> messages(String from, String to, long downToHeight) {
    List<String> cids = new ArrayList<>();
    call("StateListMessages", Map.of("From", from, "To", to), HEAD, downToHeight)
        .forEach(cid -> cids.add(Cids.read(cid)));
    return cids;
  }

  /** What our token allows, as {@code read} or {@code admin}; none without a token. */
  public List<String> permissions() {
    return token.permissions(ours -> call("AuthVerify", ours));
  }

  /**
   * Makes a token, which does not expire. Secret. Wants an admin token.
   *
   * @param permissions those that it has, such as read and write
   */
  public String newToken(List<String> permissions) {
    return Reading.token(call("AuthNew", permissions));
  }

  private JsonNode call(String method, Object... params) {
    if (onlyV0) {
      return v0.call(method, params);
    }
    try {
      return v1.call(method, params);
    } catch (RpcFailed failed) {
      if (failed.kind() != RpcFailed.Kind.NO_SUCH_PATH) {
        throw failed;
      }
      onlyV0 = true;
      return v0.call(method, params);
    }
  }
}
