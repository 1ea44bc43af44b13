package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.chain.Execution;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.node.NodeApi;
import io.lotusflow.rehearsal.suite.node.NodeCommands;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;

/** The daemon, as the miner calls it. */
final class FullNode {
  private final RpcClient client;

  private FullNode(RpcClient client) {
    this.client = client;
  }

  /** A daemon that is not there ends the command. */
  static FullNode connect(Repo daemonRepo) throws IOException {
    return new FullNode(
        new RpcClient(ApiInfo.find(daemonRepo), RpcClient.Dialect.PROXY, "v1").warned());
  }

  /**
   * Ends the command unless the daemon's APIs have exactly these versions; v0 is looked at first.
   */
  void requireApiVersions() {
    long v0 = Json.asLong(Json.asObject(client.atVersion("v0").call("Version")).get("APIVersion"));
    if (v0 != NodeApi.V0) {
      throw new CliException(mismatch(NodeApi.V0, v0));
    }
    long v1 = Json.asLong(Json.asObject(client.call("Version")).get("APIVersion"));
    if (v1 != NodeApi.V1) {
      throw new CliException("getting full node api: " + mismatch(NodeApi.V1, v1));
    }
  }

  private static String mismatch(long expected, long remote) {
    return "Remote API version didn't match (expected "
        + NodeCommands.apiVersion(expected)
        + ", remote "
        + NodeCommands.apiVersion(remote)
        + ")";
  }

  /** For work in the background: a daemon that is away is no news. */
  FullNode quiet() {
    return new FullNode(client.quiet());
  }

  RpcClient client() {
    return client;
  }

  Object call(String method, Object... parameters) {
    return client.call(method, parameters);
  }

  Map<String, Object> object(String method, Object... parameters) {
    return Json.asObject(client.call(method, parameters));
  }

  /** Signs and sends with the daemon's wallet. Each call sends anew. */
  Cid push(String from, String to, BigInteger value, long method, byte[] params)
      throws RpcException {
    Map<String, Object> message =
        Json.object(
            "Version",
            0L,
            "To",
            to,
            "From",
            from,
            "Value",
            value.toString(),
            "Method",
            method,
            "Params",
            Base64.getEncoder().encodeToString(params));
    return Json.asCid(Json.asObject(client.request("MpoolPushMessage", message, null)).get("CID"));
  }

  /** A message without value to a miner actor. */
  Cid pushToMiner(String from, String miner, long method, byte[] params) throws RpcException {
    return push(from, miner, BigInteger.ZERO, method, params);
  }

  Cid createMiner(String from, BigInteger deposit, byte[] params) throws RpcException {
    return push(from, Execution.POWER_ACTOR.toString(), deposit, Execution.CREATE_MINER, params);
  }

  /** Waits for the message's outcome. */
  Map<String, Object> await(Cid message, long confidence) {
    return object("StateWaitMsg", Json.link(message), confidence, -1L, true);
  }

  static long exitCode(Map<String, Object> lookup) {
    return Json.asLong(Json.asObject(lookup.get("Receipt")).get("ExitCode"));
  }
}
