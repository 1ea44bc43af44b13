package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code lotus-miner storage …}. */
final class StorageCommands {
  private static final int BAR = 50;

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
      case "storage attach" -> attach();
      case "storage detach" -> detach();
      case "storage redeclare" -> redeclare();
      case "storage find" -> find();
      default -> list();
    }
  }

  private static Path expanded(String path) {
    String home = System.getenv().getOrDefault("HOME", "/");
    return Path.of(path.startsWith("~/") ? home + path.substring(1) : path);
  }

  /** The file that describes a new path is written by the command, on the command's host. */
  private void attach() throws IOException {
    Path path = expanded(arguments.only());
    if (arguments.isTrue("init")) {
      if (StoragePath.isInitialized(path)) {
        throw new CliException("path is already initialized");
      }
      StoragePath.initialize(path, options());
    }
    miner.call("StorageAddLocal", path.toString());
  }

  private StoragePath.Options options() {
    if (!arguments.isTrue("store") && !arguments.isTrue("seal")) {
      throw new CliException("must specify at least one of --store or --seal");
    }
    return new StoragePath.Options(
        Long.parseLong(arguments.value("weight").orElse("10")),
        arguments.isTrue("seal"),
        arguments.isTrue("store"),
        maxStorage(),
        arguments.values("groups"),
        arguments.values("allow-to"));
  }

  private long maxStorage() {
    try {
      return arguments.value("max-storage").map(Sizes::parse).orElse(0L);
    } catch (IllegalArgumentException e) {
      throw new CliException("parsing max-storage: " + e.getMessage());
    }
  }

  private void detach() {
    String path = arguments.only();
    if (!arguments.isTrue("really-do-it")) {
      throw new CliException("pass --really-do-it to execute the action");
    }
    miner.call("StorageDetachLocal", expanded(path).toString());
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
    for (long type = 1; type <= 16; type *= 2) {
      miner.call(
          "StorageFindSector", Json.object("Miner", actor, "Number", sector), type, 0L, false);
    }
  }

  private void list() {
    Map<String, Object> sectors = Json.asObject(miner.call("StorageList"));
    Map<String, Object> local = Json.asObject(miner.call("StorageLocal"));
    List<String> ids = new ArrayList<>(sectors.keySet());
    ids.sort(null);
    for (String id : ids) {
      print(id, local);
    }
  }

  private void print(String id, Map<String, Object> local) {
    out.println(id + ":");
    Map<String, Object> info = Json.asObject(miner.call("StorageInfo", id));
    try {
      printSpace(Json.asObject(miner.request("StorageStat", id)));
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

  private void printSpace(Map<String, Object> stat) {
    long capacity = Json.asLong(stat.get("Capacity"));
    long taken = capacity - Json.asLong(stat.get("FSAvailable"));
    long max = Json.asLong(stat.get("Max"));
    bar(taken, capacity, max > 0 ? " (filesystem)" : "");
    if (max > 0) {
      bar(Json.asLong(stat.get("Used")), max, " (limit)");
    }
    String reserved = Sizes.print(Json.asLong(stat.get("Reserved")));
    out.println(
        "\tUnsealed: 0; Sealed: 0; Caches: 0; Updated: 0; Update-caches: 0; Reserved: " + reserved);
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
