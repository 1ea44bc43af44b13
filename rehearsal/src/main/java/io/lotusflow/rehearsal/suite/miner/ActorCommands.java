package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.chain.Execution;
import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import io.lotusflow.rehearsal.suite.wire.PeerId;
import java.io.PrintStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * {@code lotus-miner actor …}: messages to the miner actor. All but withdraw return before the
 * message is in a block.
 */
final class ActorCommands {
  private static final int SHORT_KEY = 6;

  private final String miner;
  private final FullNode node;
  private final Arguments arguments;
  private final PrintStream out;

  ActorCommands(String miner, FullNode node, Invocation invocation) {
    this.miner = miner;
    this.node = node;
    this.arguments = invocation.arguments();
    this.out = invocation.out();
  }

  void run(String path) {
    try {
      switch (path) {
        case "actor set-addresses", "actor set-addrs" -> setAddresses();
        case "actor set-peer-id" -> setPeerId();
        case "actor withdraw" -> withdraw();
        case "actor control set" -> setControls();
        default -> listControls();
      }
    } catch (RpcException e) {
      throw new CliException(e.shown());
    }
  }

  private Map<String, Object> info() {
    return node.object("StateMinerInfo", miner, null);
  }

  private void setAddresses() throws RpcException {
    List<String> given = arguments.positional();
    boolean unset = arguments.isTrue("unset");
    if (given.isEmpty() && !unset) {
      throw new CliException("must pass at least one multiaddr, or --unset");
    }
    if (!given.isEmpty() && unset) {
      throw new CliException("unset can only be used with no arguments");
    }
    List<String> encoded = new ArrayList<>();
    for (String text : given) {
      encoded.add(Base64.getEncoder().encodeToString(parsed(text).withoutPeer().bytes()));
    }
    String from = arguments.value("from").orElseGet(() -> Json.asText(info().get("Worker")));
    Cid message =
        node.pushToMiner(
            from, miner, Execution.CHANGE_MULTIADDRS, Execution.multiaddrParams(encoded));
    out.println("Requested multiaddrs change in message " + message);
  }

  private static Multiaddr parsed(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException("failed to parse \"" + text + "\" as a multiaddr: " + e.getMessage());
    }
  }

  private void setPeerId() throws RpcException {
    byte[] peer;
    try {
      peer = PeerId.parse(arguments.only());
    } catch (IllegalArgumentException e) {
      throw new CliException("failed to parse input as a peerId: " + e.getMessage());
    }
    byte[] params = new CborWriter().array(1).bytes(peer).toBytes();
    Cid message =
        node.pushToMiner(
            Json.asText(info().get("Worker")), miner, Execution.CHANGE_PEER_ID, params);
    out.println("Requested peerid change in message " + message);
  }

  private void withdraw() throws RpcException {
    BigInteger available =
        new BigInteger(Json.asText(node.call("StateMinerAvailableBalance", miner, null)));
    BigInteger amount = available;
    if (!arguments.positional().isEmpty()) {
      try {
        amount = Fil.parse(arguments.positional().get(0));
      } catch (IllegalArgumentException e) {
        throw new CliException("parsing 'amount' argument: " + e.getMessage());
      }
    }
    if (amount.compareTo(available) > 0) {
      throw new CliException(
          "can't withdraw more funds than available; requested: "
              + Fil.print(amount)
              + "; available: "
              + Fil.print(available));
    }
    byte[] params = new CborWriter().array(1).amount(amount).toBytes();
    Cid message =
        node.pushToMiner(Json.asText(info().get("Owner")), miner, Execution.WITHDRAW, params);
    out.println("Requested withdrawal in message " + message);
    out.println("waiting for it to be included in a block..");
    out.flush();
    long exitCode =
        FullNode.exitCode(
            node.await(message, Long.parseLong(arguments.value("confidence").orElse("5"))));
    if (exitCode != 0) {
      throw new CliException(
          "Failed to execute withdrawal message " + message + " w/ exit code " + exitCode);
    }
    out.println("Successfully withdrew " + Fil.print(amount) + " ");
  }

  private void listControls() {
    Map<String, Object> info = info();
    Table table = new Table("name", "ID", "key", "use", "balance");
    List<Object> controls = Json.asList(info.get("ControlAddresses"));
    String postKey = Json.asText(controls.isEmpty() ? info.get("Worker") : controls.get(0));
    row(table, "owner", Json.asText(info.get("Owner")), postKey);
    row(table, "worker", Json.asText(info.get("Worker")), postKey);
    row(table, "beneficiary", Json.asText(info.get("Beneficiary")), postKey);
    for (int i = 0; i < controls.size(); i++) {
      row(table, "control-" + i, Json.asText(controls.get(i)), i == 0 ? "" : postKey);
    }
    table.print(out);
  }

  private void row(Table table, String name, String id, String postKey) {
    String key = Json.asText(node.call("StateAccountKey", id, null));
    String shown =
        arguments.isTrue("verbose")
            ? key
            : key.substring(0, Math.min(key.length(), SHORT_KEY)) + "...";
    String use =
        name.equals("control-0")
            ? "post"
            : id.equals(postKey) || name.equals("worker") ? "other" : "";
    String balance = Fil.print(new BigInteger(Json.asText(node.call("WalletBalance", id))));
    table.row(name, id, shown, use, balance);
  }

  /** Replaces the whole set, and sends a message even when nothing changes. */
  private void setControls() throws RpcException {
    Map<String, Object> info = info();
    List<Address> wanted = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (String text : arguments.positional()) {
      Address address = address(text);
      wanted.add(address);
      ids.add(lookup(address));
    }
    boolean really = arguments.isTrue("really-do-it");
    List<Object> present = Json.asList(info.get("ControlAddresses"));
    for (Object id : present) {
      if (!ids.contains(Json.asText(id))) {
        out.println("Remove " + node.call("StateAccountKey", id, null));
      }
    }
    for (int i = 0; i < ids.size(); i++) {
      if (!present.contains(ids.get(i))) {
        out.println("Add " + wanted.get(i));
      }
    }
    if (!really) {
      out.println("Pass --really-do-it to actually execute this action");
      return;
    }
    byte[] params =
        Execution.changeWorkerParams(Address.parse(Json.asText(info.get("Worker"))), wanted);
    Cid message =
        node.pushToMiner(Json.asText(info.get("Owner")), miner, Execution.CHANGE_WORKER, params);
    out.println("Message CID: " + message);
  }

  private static Address address(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException("parsing address " + text + ": " + e.getMessage());
    }
  }

  private String lookup(Address address) {
    try {
      return Json.asText(node.client().request("StateLookupID", address.toString(), null));
    } catch (RpcException e) {
      throw new CliException("looking up " + address + ": " + e.getMessage());
    }
  }
}
