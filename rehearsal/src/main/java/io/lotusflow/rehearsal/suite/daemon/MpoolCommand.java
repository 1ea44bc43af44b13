package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code lotus mpool pending}. */
final class MpoolCommand {
  private final RpcClient node;
  private final Invocation invocation;

  MpoolCommand(RpcClient node, Invocation invocation) {
    this.node = node;
    this.invocation = invocation;
  }

  void run() {
    List<Object> own =
        invocation.isTrue("local") ? Json.asList(node.call("WalletList")) : List.of();
    for (Object entry : Json.asList(node.call("MpoolPending", List.of()))) {
      Map<String, Object> message = Json.asObject(Json.asObject(entry).get("Message"));
      if (isWanted(message, own)) {
        Object shown =
            invocation.isTrue("cids")
                ? Json.asCid(Json.asObject(entry).get("CID"))
                : Json.pretty(entry);
        invocation.out().println(shown);
      }
    }
  }

  private boolean isWanted(Map<String, Object> message, List<Object> own) {
    return (!invocation.isTrue("local") || own.contains(message.get("From")))
        && matches("from", message.get("From"))
        && matches("to", message.get("To"));
  }

  private boolean matches(String flag, Object value) {
    Optional<String> wanted = invocation.arguments().value(flag);
    return wanted.isEmpty() || wanted.get().equals(value);
  }
}
