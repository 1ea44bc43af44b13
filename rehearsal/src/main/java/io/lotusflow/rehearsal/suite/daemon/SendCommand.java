package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/** {@code lotus send}: each call sends anew. */
final class SendCommand {
  private final RpcClient node;
  private final Invocation invocation;

  SendCommand(RpcClient node, Invocation invocation) {
    this.node = node;
    this.invocation = invocation;
  }

  void run() {
    invocation.arguments().require(2);
    Address to = target(invocation.arguments().positional().get(0));
    BigInteger amount = amount(invocation.arguments().positional().get(1));
    Optional<String> given = invocation.arguments().value("from");
    String from = given.isPresent() ? given.get() : Json.asText(node.call("WalletDefaultAddress"));
    invocation.out().println("Sending message from: " + from);
    invocation.out().println("Sending message to: " + to);
    invocation.out().println("Using Method: 0");
    Map<String, Object> message =
        Json.object(
            "Version",
            0L,
            "To",
            to.toString(),
            "From",
            from,
            "Value",
            amount.toString(),
            "Method",
            0L);
    estimate(message);
    Map<String, Object> signed = Json.asObject(node.call("MpoolPushMessage", message, null));
    invocation.out().println(Json.asCid(signed.get("CID")));
  }

  private void estimate(Map<String, Object> message) {
    try {
      node.request("GasEstimateMessageGas", message, null, null);
    } catch (RpcException e) {
      throw new CliException("publishing message: estimating gas: " + e.shown());
    }
  }

  private static Address target(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          "failed to parse target address; address must be a valid FIL address or an ETH address: expected hex string length sans prefix 40, got "
              + text.length());
    }
  }

  private static BigInteger amount(String text) {
    try {
      return Fil.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException("failed to parse amount: " + e.getMessage());
    }
  }
}
