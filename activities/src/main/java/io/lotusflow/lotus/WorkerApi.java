package io.lotusflow.lotus;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A seal worker over JSON-RPC. Every method throws {@link RpcFailed}. */
public final class WorkerApi {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(7);

  private final LotusRpc rpc;

  private WorkerApi(LotusRpc rpc) {
    this.rpc = rpc;
  }

  /** Its token is its miner's, and counts only while the miner answers. */
  public static WorkerApi at(NodeApi api) {
    URI base = Multiaddr.parse(api.address()).toUri();
    return new WorkerApi(new LotusRpc(base.resolve("/rpc/v0"), Token.of(api), ANSWER_WITHIN));
  }

  /** By which its miner knows it; another one after each start. */
  public String session() {
    return rpc.call("Session").asText();
  }

  /** Absent while it does not answer: also while its miner is away, who vouches for its token. */
  public Optional<String> sessionIfItAnswers() {
    try {
      return Optional.of(session());
    } catch (RpcFailed silent) {
      return Optional.empty();
    }
  }

  /** Since v1.2.2; before, the kind of failure is {@link RpcFailed.Kind#NO_SUCH_METHOD}. */
  public void disable(String taskType) {
    rpc.call("TaskDisable", taskType);
  }

  /** Takes a {@link #disable} back. */
  public void enable(String taskType) {
    rpc.call("TaskEnable", taskType);
  }

  /** Storage that it has opened: folder by id. */
  public Map<String, String> paths() {
    Map<String, String> paths = new TreeMap<>();
    rpc.call("Paths")
        .forEach(path -> paths.put(path.path("ID").asText(), path.path("LocalPath").asText()));
    return paths;
  }
}
