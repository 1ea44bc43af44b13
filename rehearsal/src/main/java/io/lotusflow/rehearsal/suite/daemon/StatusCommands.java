package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.PrintStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code lotus status} and {@code lotus info}. */
final class StatusCommands {
  private final RpcClient node;
  private final Invocation invocation;
  private final PrintStream out;

  StatusCommands(RpcClient node, Invocation invocation) {
    this.node = node.atVersion("v1");
    this.invocation = invocation;
    this.out = invocation.out();
  }

  void run(String path) {
    if (path.equals("status")) {
      status();
    } else {
      info();
    }
  }

  private void status() {
    Map<String, Object> status = Json.asObject(node.call("NodeStatus", invocation.isTrue("chain")));
    Map<String, Object> sync = Json.asObject(status.get("SyncStatus"));
    Map<String, Object> peers = Json.asObject(status.get("PeerStatus"));
    out.println("Sync Epoch: " + sync.get("Epoch"));
    out.println("Epochs Behind: " + sync.get("Behind"));
    out.println("Peers to Publish Messages: " + peers.get("PeersToPublishMsgs"));
    out.println("Peers to Publish Blocks: " + peers.get("PeersToPublishBlocks"));
  }

  private void info() {
    Map<String, Object> head = Json.asObject(node.call("ChainHead"));
    Map<String, Object> block = Json.asObject(Json.asList(head.get("Blocks")).get(0));
    Map<String, Object> peers =
        Json.asObject(Json.asObject(node.call("NodeStatus", true)).get("PeerStatus"));
    out.println("Network: " + node.call("StateNetworkName"));
    out.println(
        "StartTime: " + InfoText.startTime(Instant.parse(Json.asText(node.call("StartTime")))));
    String fee = Fil.brief(new BigInteger(Json.asText(block.get("ParentBaseFee"))));
    out.println(
        "Chain: "
            + InfoText.sync(head)
            + " [basefee "
            + fee
            + "] [epoch "
            + head.get("Height")
            + "]");
    out.println(
        "Peers to: [publish messages "
            + peers.get("PeersToPublishMsgs")
            + "] [publish blocks "
            + peers.get("PeersToPublishBlocks")
            + "]");
    out.println("Chain health: 100% [healthy]\n");
    wallet();
    out.println("Payment Channels: disabled (EnablePaymentChannelManager is set to false)\n");
    out.println(
        "Bandwidth:\n      TotalIn  TotalOut  RateIn  RateOut\n      0 B      0 B       0 B/s   0 B/s");
  }

  private void wallet() {
    List<Object> addresses = Json.asList(node.call("WalletList"));
    BigInteger total = BigInteger.ZERO;
    for (Object address : addresses) {
      total = total.add(balance(address));
    }
    try {
      Object standard = node.request("WalletDefaultAddress");
      out.println(
          "Default address: \n      " + standard + " [" + Fil.brief(balance(standard)) + "]\n");
    } catch (RpcException e) {
      out.println("Default address: address not set\n");
    }
    out.println(
        "Wallet: " + addresses.size() + " addresses\n      Total balance: " + Fil.brief(total));
    out.println("      Market locked: 0\n      Market available: 0\n");
  }

  private BigInteger balance(Object address) {
    return new BigInteger(Json.asText(node.call("WalletBalance", address)));
  }
}
