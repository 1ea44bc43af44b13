package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.deals.DealFlags;
import io.lotusflow.deals.StorageAsk;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The market that a miner had of its own up to v1.27.0, over JSON-RPC. Every method throws {@link
 * RpcFailed}.
 */
public final class MarketApi {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(7);

  /**
   * Completed, failed, cancelled, not found: {@code Status} of go-data-transfer, the same numbers
   * in all versions that had a market.
   */
  private static final Set<Integer> ENDED_TRANSFERS = Set.of(6, 8, 10, 16);

  /**
   * Rejected, completed, not found, errored, out of funds, cancelled: {@code DealStatus} of
   * go-fil-markets.
   */
  private static final Set<Integer> ENDED_RETRIEVALS = Set.of(9, 15, 16, 17, 23, 26);

  private final LotusRpc rpc;

  private final Runnable beat;

  private MarketApi(LotusRpc rpc, Runnable beat) {
    this.rpc = rpc;
    this.beat = beat;
  }

  /**
   * The market of a miner.
   *
   * @param beat called before each call
   */
  public static MarketApi at(NodeApi miner, Runnable beat) {
    URI base = Multiaddr.parse(miner.address()).toUri();
    return new MarketApi(
        new LotusRpc(base.resolve("/rpc/v0"), Token.of(miner), ANSWER_WITHIN), beat);
  }

  private JsonNode call(String method, Object... params) {
    beat.run();
    return rpc.call(method, params);
  }

  /** Whether this process runs it; since v1.11.1 it could be left to another. */
  public boolean isRunHere() {
    try {
      for (JsonNode subsystem : call("RuntimeSubsystems")) {
        if (subsystem.asText().equals("Markets")) {
          return true;
        }
      }
      return false;
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        return true;
      }
      throw failed;
    }
  }

  public DealFlags flags() {
    Set<DealFlags.Kind> considered = EnumSet.noneOf(DealFlags.Kind.class);
    for (DealFlags.Kind kind : DealFlags.Kind.values()) {
      if (call("DealsConsider" + kind.camel() + "Deals").asBoolean()) {
        considered.add(kind);
      }
    }
    return DealFlags.of(considered);
  }

  /** Lotus writes {@code config.toml} anew: each key that it knows, and no comments. */
  public void consider(DealFlags.Kind kind, boolean considered) {
    call("DealsSetConsider" + kind.camel() + "Deals", considered);
  }

  /** Absent where none was ever set. */
  public Optional<StorageAsk> ask() {
    return ask(call("MarketGetAsk"));
  }

  static Optional<StorageAsk> ask(JsonNode signed) {
    JsonNode ask = signed.has("Ask") ? signed.get("Ask") : signed;
    if (!ask.hasNonNull("Price")) {
      return Optional.empty();
    }
    return Optional.of(
        new StorageAsk(
            new BigInteger(ask.path("Price").asText()),
            new BigInteger(ask.path("VerifiedPrice").asText("0")),
            new ByteSize(ask.path("MinPieceSize").asLong()),
            new ByteSize(ask.path("MaxPieceSize").asLong())));
  }

  /** CIDs of pieces that are refused. */
  public List<String> blocklist() {
    List<String> cids = new ArrayList<>();
    call("DealsPieceCidBlocklist").forEach(cid -> cids.add(cid.path("/").asText()));
    return cids;
  }

  /** Data that is on its way from or to clients. */
  public int transfers() {
    return notAmong(ENDED_TRANSFERS, call("MarketListDataTransfers"));
  }

  /** Those that are being served. */
  public int retrievals() {
    return notAmong(ENDED_RETRIEVALS, call("MarketListRetrievalDeals"));
  }

  /** Lotus answers {@code null} where there are none. */
  private static int notAmong(Set<Integer> ended, JsonNode all) {
    int rest = 0;
    for (JsonNode one : all) {
      if (!ended.contains(one.path("Status").asInt())) {
        rest++;
      }
    }
    return rest;
  }

  /** The number of each deal's state, by the CID of its proposal. */
  public Map<String, Integer> deals() {
    Map<String, Integer> states = new TreeMap<>();
    call("MarketListIncompleteDeals")
        .forEach(
            deal ->
                states.put(
                    deal.path("ProposalCid").path("/").asText(), deal.path("State").asInt()));
    return states;
  }
}
