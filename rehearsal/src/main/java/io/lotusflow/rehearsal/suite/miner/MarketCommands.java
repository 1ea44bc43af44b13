package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code lotus-miner storage-deals …} and {@code retrieval-deals …}, gone since v1.27.1. */
final class MarketCommands {
  static final String COMMANDS =
      """
      storage-deals | Manage storage deals and related configuration
      storage-deals import-data | Manually import data for a deal | <proposal CID> <file>
      storage-deals list | List all deals for this miner
       --verbose, -v | (default: false)
      storage-deals selection | Configure acceptance criteria for storage deal proposals
      storage-deals selection list | List storage deal proposal selection criteria
      storage-deals selection reset | Reset storage deal proposal selection criteria to default values
      storage-deals selection reject | Configure criteria which necessitate automatic rejection
       --online | (default: false)
       --offline | (default: false)
      storage-deals set-ask | Configure the miner's ask
       --price value | Set the price of the ask for unverified deals (specified as FIL / GiB / Epoch) to PRICE.
       --verified-price value | Set the price of the ask for verified deals (specified as FIL / GiB / Epoch) to PRICE
       --min-piece-size value | Set minimum piece size (w/bit-padding, in bytes) in ask to SIZE (default: 256B)
       --max-piece-size value | Set maximum piece size (w/bit-padding, in bytes) in ask to SIZE (default: miner sector size)
      storage-deals get-ask | Print the miner's ask
      storage-deals set-blocklist | Set the miner's list of blocklisted piece CIDs | [<path-of-file-containing-newline-delimited-piece-CIDs> (optional, will read from stdin if omitted)]
      storage-deals get-blocklist | List the contents of the miner's piece CID blocklist
      storage-deals reset-blocklist | Remove all entries from the miner's piece CID blocklist
      retrieval-deals | Manage retrieval deals and related configuration
      retrieval-deals list | List all active retrieval deals for this miner
      retrieval-deals selection | Configure acceptance criteria for retrieval deal proposals
      retrieval-deals selection list | List retrieval deal proposal selection criteria
      retrieval-deals selection reset | Reset retrieval deal proposal selection criteria to default values
      retrieval-deals selection reject | Configure criteria which necessitate automatic rejection
       --online | (default: false)
       --offline | (default: false)
      """;

  private final RpcClient miner;
  private final Arguments arguments;
  private final PrintStream out;

  MarketCommands(RpcClient miner, Invocation invocation) {
    this.miner = miner;
    this.arguments = invocation.arguments();
    this.out = invocation.out();
  }

  void run(String path) throws IOException {
    String kind = path.startsWith("storage") ? "Storage" : "Retrieval";
    switch (path.substring(path.indexOf(' ') + 1)) {
      case "selection list" -> {
        considering("online", kind);
        considering("offline", kind);
      }
      case "selection reset" -> {
        miner.call("DealsSetConsiderOnline" + kind + "Deals", true);
        miner.call("DealsSetConsiderOffline" + kind + "Deals", true);
      }
      case "selection reject" -> reject(kind);
      case "set-ask" -> setAsk();
      case "get-ask" -> getAsk();
      case "set-blocklist" -> setBlocklist();
      case "reset-blocklist" -> miner.call("DealsSetPieceCidBlocklist", List.of());
      case "get-blocklist" ->
          Json.asList(miner.call("DealsPieceCidBlocklist"))
              .forEach(cid -> out.println(Json.asObject(cid).get("/")));
      case "import-data" -> importData();
      default -> list(kind);
    }
  }

  private void considering(String way, String kind) {
    String method =
        "DealsConsider" + (way.equals("online") ? "Online" : "Offline") + kind + "Deals";
    String what = kind.equals("Storage") ? "storage" : "retrieval";
    out.println("considering " + way + ' ' + what + " deals: " + miner.call(method));
  }

  private void reject(String kind) {
    if (arguments.isTrue("online")) {
      miner.call("DealsSetConsiderOnline" + kind + "Deals", false);
    }
    if (arguments.isTrue("offline")) {
      miner.call("DealsSetConsiderOffline" + kind + "Deals", false);
    }
  }

  private void setAsk() {
    String price = required("price");
    String verified = required("verified-price");
    long least = Sizes.parse(arguments.value("min-piece-size").orElse("256B"));
    long sector = Json.asLong(miner.call("ActorSectorSize", miner.call("ActorAddress")));
    long most =
        arguments.value("max-piece-size").isPresent()
            ? Sizes.parse(arguments.value("max-piece-size").get())
            : sector;
    if (most > sector) {
      throw new CliException(
          "max piece size (w/bit-padding) " + most + " cannot exceed miner sector size " + sector);
    }
    miner.call(
        "MarketSetAsk",
        Fil.parse(price).toString(),
        Fil.parse(verified).toString(),
        2_880L * 30,
        least,
        most);
  }

  private String required(String flag) {
    return arguments
        .value(flag)
        .orElseThrow(() -> new CliException("Required flag \"" + flag + "\" not set"));
  }

  private void getAsk() {
    Map<String, Object> ask = Json.asObject(Json.asObject(miner.call("MarketGetAsk")).get("Ask"));
    out.println(
        "Price per GiB/Epoch  Verified  Min. Piece Size (padded)  Max. Piece Size (padded)");
    out.printf(
        "%s  %s  %s  %s%n",
        Fil.print(new BigInteger(Json.asText(ask.get("Price")))),
        Fil.print(new BigInteger(Json.asText(ask.get("VerifiedPrice")))),
        ask.get("MinPieceSize"),
        ask.get("MaxPieceSize"));
  }

  private void setBlocklist() throws IOException {
    List<Object> links = new ArrayList<>();
    for (String cid : Files.readAllLines(Path.of(arguments.only()))) {
      if (!cid.matches("(Qm|b)[A-Za-z0-9]{20,}")) {
        throw new CliException("failed to parse \"" + cid + "\" as CID: invalid cid");
      }
      links.add(Json.object("/", cid));
    }
    miner.call("DealsSetPieceCidBlocklist", links);
  }

  private void importData() {
    arguments.require(2);
    miner.call(
        "DealsImportData",
        Json.object("/", arguments.positional().get(0)),
        arguments.positional().get(1));
  }

  private void list(String kind) {
    out.println("ProposalCid  State");
    if (kind.equals("Storage")) {
      for (Object deal : Json.asList(miner.call("MarketListIncompleteDeals"))) {
        Map<String, Object> fields = Json.asObject(deal);
        out.println(Json.asObject(fields.get("ProposalCid")).get("/") + "  " + fields.get("State"));
      }
    }
  }
}
