package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.sealing.Kind;
import io.lotusflow.rehearsal.suite.sealing.StorageAttach;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code lotus-miner storage …}. */
final class StorageCommands {
  private static final int BAR = 50;
  private static final Map<Kind, String> NAMES =
      Map.of(
          Kind.UNSEALED, "Unsealed",
          Kind.SEALED, "Sealed",
          Kind.CACHE, "Cache",
          Kind.UPDATE, "Update",
          Kind.UPDATE_CACHE, "UpdateCache");

  private final RpcClient miner;
  private final Arguments arguments;
  private final PrintStream out;

  StorageCommands(RpcClient miner, Invocation invocation) {
    this.miner = miner;
    this.arguments = invocation.arguments();
    this.out = invocation.out();
  }

  void run(String path) throws IOException {
    switch (path) {
      case "storage attach" -> new StorageAttach(miner, arguments).run();
      case "storage detach" -> detach();
      case "storage redeclare" -> redeclare();
      case "storage find" -> find();
      default -> list();
    }
  }

  private void detach() {
    String path = arguments.only();
    if (!arguments.isTrue("really-do-it")) {
      throw new CliException("pass --really-do-it to execute the action");
    }
    miner.call("StorageDetachLocal", StorageAttach.expanded(path).toString());
  }

  private void redeclare() {
    boolean all = arguments.isTrue("all");
    boolean byId = arguments.value("id").isPresent();
    if (all == byId) {
      throw new CliException(
          all ? "--id can't be passed with --all" : "either --all or --id must be specified");
    }
    boolean dropMissing = arguments.value("drop-missing").orElse("true").equals("true");
    miner.call("StorageRedeclareLocal", arguments.value("id").orElse(null), dropMissing);
  }

  /** Prints nothing for a sector that is nowhere, and exits 0. */
  private void find() {
    String number = arguments.only();
    long sector;
    try {
      sector = Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw new CliException("strconv.ParseUint: parsing \"" + number + "\": invalid syntax");
    }
    long actor = Long.parseLong(Json.asText(miner.call("ActorAddress")).substring(2));
    Map<String, Map<String, Object>> places = new LinkedHashMap<>();
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      Object found =
          miner.call(
              "StorageFindSector",
              Json.object("Miner", actor, "Number", sector),
              kind.bit(),
              0L,
              false);
      for (Object place : Json.asList(found)) {
        Map<String, Object> fields = Json.asObject(place);
        String id = Json.asText(fields.get("ID"));
        places.putIfAbsent(id, fields);
        kinds.computeIfAbsent(id, any -> new ArrayList<>()).add(NAMES.get(kind));
      }
    }
    Map<String, Object> local = Json.asObject(miner.call("StorageLocal"));
    places.forEach((id, place) -> found(id, place, kinds.get(id), local));
  }

  private void found(
      String id, Map<String, Object> place, List<String> kinds, Map<String, Object> local) {
    out.println("In " + id + " (" + String.join(", ", kinds) + ")");
    out.println("\tSealing: " + place.get("CanSeal") + "; Storage: " + place.get("CanStore"));
    out.println(local.containsKey(id) ? "\tLocal (" + local.get(id) + ")" : "\tRemote");
    Json.asList(place.get("URLs")).forEach(url -> out.println("\tURL: " + url));
  }

  private void list() {
    Map<String, Object> sectors = Json.asObject(miner.call("StorageList"));
    Map<String, Object> local = Json.asObject(miner.call("StorageLocal"));
    List<String> ids = new ArrayList<>(sectors.keySet());
    ids.sort(null);
    for (String id : ids) {
      print(id, local, Json.asList(sectors.get(id)));
    }
  }

  private void print(String id, Map<String, Object> local, List<Object> sectors) {
    out.println(id + ":");
    Map<String, Object> info = Json.asObject(miner.call("StorageInfo", id));
    try {
      printSpace(Json.asObject(miner.request("StorageStat", id)), sectors);
    } catch (RpcException e) {
      out.println("\tError: " + e.shown() + "\n");
      return;
    }
    out.println("\t" + use(info));
    if (local.containsKey(id)) {
      out.println("\tLocal: " + local.get(id));
    }
    for (Object url : Json.asList(info.get("URLs"))) {
      out.println("\tURL: " + url);
    }
    out.println();
  }

  private void printSpace(Map<String, Object> stat, List<Object> sectors) {
    long capacity = Json.asLong(stat.get("Capacity"));
    long taken = capacity - Json.asLong(stat.get("FSAvailable"));
    long max = Json.asLong(stat.get("Max"));
    bar(taken, capacity, max > 0 ? " (filesystem)" : "");
    if (max > 0) {
      bar(Json.asLong(stat.get("Used")), max, " (limit)");
    }
    String reserved = Sizes.print(Json.asLong(stat.get("Reserved")));
    out.println(
        "\tUnsealed: "
            + count(Kind.UNSEALED, sectors)
            + "; Sealed: "
            + count(Kind.SEALED, sectors)
            + "; Caches: "
            + count(Kind.CACHE, sectors)
            + "; Updated: "
            + count(Kind.UPDATE, sectors)
            + "; Update-caches: "
            + count(Kind.UPDATE_CACHE, sectors)
            + "; Reserved: "
            + reserved);
  }

  private static long count(Kind kind, List<Object> sectors) {
    return sectors.stream()
        .filter(s -> kind.in(Json.asLong(Json.asObject(s).get("SectorFileType"))))
        .count();
  }

  private void bar(long used, long of, String label) {
    long percent = of == 0 ? 0 : used * 100 / of;
    int filled = (int) (percent * BAR / 100);
    String bar = "#".repeat(filled) + " ".repeat(BAR - filled);
    out.println(
        "\t["
            + bar
            + "] "
            + Sizes.print(used)
            + "/"
            + Sizes.print(of)
            + " "
            + percent
            + "%"
            + label);
  }

  private static String use(Map<String, Object> info) {
    boolean seal = Boolean.TRUE.equals(info.get("CanSeal"));
    boolean store = Boolean.TRUE.equals(info.get("CanStore"));
    if ((!seal && !store) || Json.asLong(info.get("Weight")) == 0) {
      return "Use: ReadOnly";
    }
    return "Weight: "
        + info.get("Weight")
        + "; Use: "
        + (seal ? "Seal " : "")
        + (store ? "Store" : "");
  }
}
