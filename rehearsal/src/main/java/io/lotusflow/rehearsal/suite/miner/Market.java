package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.repo.OldMinerConfig;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.Api.Call;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The market that a miner had up to v1.27.0, as far as it is looked at and changed: which deals are
 * considered, the ask, the blocklist, and data of offline deals. No deal is ever made. There is no
 * recording of such a version; names, parameters and the file are those of v1.1.2's source, the
 * commands those of v1.10's documentation, what they print is from memory of the source.
 *
 * <p>What is under way is what a rehearsal wrote into {@code rehearsal-transfers} and {@code
 * rehearsal-retrievals}: the number of a status in each line.
 *
 * <p>A rehearsal puts deals that wait for data into {@code rehearsal-deals} of the repository, one
 * CID of a proposal in each line.
 */
final class Market {
  static final String METHODS =
      """
      DealsConsiderOnlineStorageDeals read
      DealsConsiderOfflineStorageDeals read
      DealsConsiderOnlineRetrievalDeals read
      DealsConsiderOfflineRetrievalDeals read
      DealsSetConsiderOnlineStorageDeals admin any
      DealsSetConsiderOfflineStorageDeals admin any
      DealsSetConsiderOnlineRetrievalDeals admin any
      DealsSetConsiderOfflineRetrievalDeals admin any
      DealsPieceCidBlocklist read
      DealsSetPieceCidBlocklist admin any
      DealsImportData write any text
      MarketGetAsk read
      MarketSetAsk admin any any any any any
      MarketListIncompleteDeals read
      MarketListRetrievalDeals read
      MarketListDataTransfers write
      """;

  private static final String SECTION = "Dealmaking";
  private static final String BLOCKLIST = "PieceCidBlocklist";
  private static final long WAITS_FOR_DATA = 18;
  private static final long STAGED = 4;

  private final Repo repo;
  private final String address;
  private final long sectorSize;

  Market(Repo repo, String address, long sectorSize) {
    this.repo = repo;
    this.address = address;
    this.sectorSize = sectorSize;
  }

  static boolean knows(String method) {
    return METHODS.lines().anyMatch(line -> line.startsWith(method + ' '));
  }

  synchronized Object call(Call call) throws RpcException, IOException {
    String method = call.method();
    if (method.startsWith("DealsConsider")) {
      return !repo.config()
          .text(SECTION, method.substring("Deals".length()))
          .orElse("true")
          .equals("false");
    }
    if (method.startsWith("DealsSetConsider")) {
      change(method.substring("DealsSet".length()), String.valueOf(call.value(0)));
      return null;
    }
    return switch (method) {
      case "DealsPieceCidBlocklist" -> blocklist();
      case "DealsSetPieceCidBlocklist" -> {
        change(BLOCKLIST, list(Json.asList(call.value(0))));
        yield null;
      }
      case "MarketGetAsk" -> Json.object("Ask", ask(), "Signature", null);
      case "MarketSetAsk" -> {
        setAsk(call);
        yield null;
      }
      case "MarketListIncompleteDeals" -> deals();
      case "MarketListRetrievalDeals" -> underWay("rehearsal-retrievals", "ID");
      case "MarketListDataTransfers" -> underWay("rehearsal-transfers", "TransferID");
      default -> {
        importData(Json.asText(Json.asObject(call.value(0)).get("/")), Path.of(call.text(1)));
        yield null;
      }
    };
  }

  /** Also where it was so already: the file is written anew. */
  private void change(String key, String value) throws IOException {
    Files.writeString(
        repo.configFile(),
        OldMinerConfig.rewritten(repo.config(), Map.of(key, value)),
        StandardCharsets.UTF_8);
  }

  private static String list(List<Object> links) {
    return links.stream()
        .map(link -> '"' + Json.asText(Json.asObject(link).get("/")) + '"')
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private List<Object> blocklist() {
    List<Object> links = new ArrayList<>();
    repo.config()
        .list(SECTION, BLOCKLIST)
        .orElse(List.of())
        .forEach(cid -> links.add(Json.object("/", cid)));
    return links;
  }

  private Object ask() throws IOException {
    Path file = repo.resolve("rehearsal-ask");
    return Files.exists(file)
        ? Json.parse(Files.readString(file))
        : ask("50000000", "50000000", 256, sectorSize, 0);
  }

  private Map<String, Object> ask(
      String price, String verified, long minPiece, long maxPiece, long number) {
    return Json.object(
        "Price", price,
        "VerifiedPrice", verified,
        "MinPieceSize", minPiece,
        "MaxPieceSize", maxPiece,
        "Miner", address,
        "Timestamp", 0L,
        "Expiry", 1_000_000L,
        "SeqNo", number);
  }

  private void setAsk(Call call) throws RpcException, IOException {
    long most = call.number(4);
    if (most > sectorSize) {
      throw new RpcException("max piece size cannot be larger than the sector size");
    }
    long number = Json.asLong(Json.asObject(ask()).get("SeqNo")) + 1;
    Files.writeString(
        repo.resolve("rehearsal-ask"),
        Json.write(ask(call.text(0), call.text(1), call.number(3), most, number)));
  }

  private List<Object> deals() throws IOException {
    List<Object> deals = new ArrayList<>();
    states()
        .forEach(
            (cid, state) ->
                deals.add(
                    Json.object(
                        "ProposalCid", Json.object("/", cid), "State", state, "Message", "")));
    return deals;
  }

  private List<Object> underWay(String name, String id) throws IOException {
    Path file = repo.resolve(name);
    List<Object> all = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        all.add(Json.object(id, (long) all.size() + 1, "Status", Long.parseLong(line.strip())));
      }
    }
    return all;
  }

  private Map<String, Long> states() throws IOException {
    Map<String, Long> states = new LinkedHashMap<>();
    for (String name : List.of("rehearsal-deals", "rehearsal-deals-with-data")) {
      Path file = repo.resolve(name);
      if (Files.exists(file)) {
        long state = name.endsWith("data") ? STAGED : WAITS_FOR_DATA;
        Files.readAllLines(file).forEach(cid -> states.put(cid.strip(), state));
      }
    }
    return states;
  }

  private void importData(String cid, Path file) throws RpcException, IOException {
    Long state = states().get(cid);
    if (state == null) {
      throw new RpcException("getting deal: datastore: key not found");
    }
    if (state != WAITS_FOR_DATA) {
      throw new RpcException("deal " + cid + " does not support offline data");
    }
    if (!Files.isReadable(file)) {
      throw new RpcException("failed to open file: open " + file + ": no such file or directory");
    }
    Path taken = repo.resolve("rehearsal-deals-with-data");
    String before = Files.exists(taken) ? Files.readString(taken) : "";
    Files.writeString(taken, before + cid + '\n');
  }
}
