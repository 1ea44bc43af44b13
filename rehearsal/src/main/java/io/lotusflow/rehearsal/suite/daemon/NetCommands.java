package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** {@code lotus net …}. */
final class NetCommands {
  private static final String[] REACHABILITY = {"Unknown", "Public", "Private"};

  private final RpcClient node;
  private final Invocation invocation;
  private final PrintStream out;

  NetCommands(RpcClient node, Invocation invocation) {
    this.node = node;
    this.invocation = invocation;
    this.out = invocation.out();
  }

  void run(String path) {
    switch (path) {
      case "net peers" -> peers();
      case "net connect" -> connect(invocation.arguments().only());
      case "net listen" -> listen();
      case "net id" -> out.println(node.call("ID"));
      default -> reachability();
    }
  }

  private void peers() {
    for (Object entry : Json.asList(node.call("NetPeers"))) {
      Map<String, Object> peer = Json.asObject(entry);
      out.println(peer.get("ID") + ", [" + String.join(" ", strings(peer.get("Addrs"))) + "]");
    }
  }

  private static List<String> strings(Object list) {
    return Json.asList(list).stream().map(Json::asText).toList();
  }

  private void listen() {
    Map<String, Object> self = Json.asObject(node.call("NetAddrsListen"));
    for (String address : strings(self.get("Addrs"))) {
      out.println(address + "/p2p/" + self.get("ID"));
    }
  }

  private void reachability() {
    Map<String, Object> status = Json.asObject(node.call("NetAutoNatStatus"));
    out.println("AutoNAT status:  " + REACHABILITY[(int) Json.asLong(status.get("Reachability"))]);
    List<String> addresses = strings(status.get("PublicAddrs"));
    if (!addresses.isEmpty()) {
      out.println("Public address: [" + String.join(" ", addresses) + "]");
    }
  }

  private void connect(String text) {
    Multiaddr multiaddr;
    try {
      multiaddr = Multiaddr.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
    String id = multiaddr.peer().orElseThrow(() -> new CliException("invalid p2p multiaddr"));
    out.print("connect " + id + ": ");
    try {
      node.request(
          "NetConnect",
          Json.object("ID", id, "Addrs", List.of(multiaddr.withoutPeer().toString())));
    } catch (RpcException e) {
      out.println("failure");
      throw new CliException(e.shown());
    }
    out.println("success");
  }
}
