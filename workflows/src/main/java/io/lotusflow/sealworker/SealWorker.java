package io.lotusflow.sealworker;

import io.lotusflow.lotus.NodeApi;
import java.util.List;
import java.util.Map;

/**
 * A seal worker of this host.
 *
 * @param name also of its unit: {@code lotus-worker-<name>}
 * @param path {@code LOTUS_WORKER_PATH}: its folder, and where it seals
 * @param tmpdir of its proofs, its own
 * @param listen address and port of its API: {@code 127.0.0.1:3457}
 * @param tasks what it does
 * @param cpus as {@code taskset -c} takes them; empty = all
 * @param environment besides what every worker is given
 */
public record SealWorker(
    String name,
    String path,
    String tmpdir,
    String listen,
    List<SealTask> tasks,
    String cpus,
    Map<String, String> environment) {

  public SealWorker {
    tasks = List.copyOf(tasks);
    environment = Map.copyOf(environment);
  }

  /** The same with another folder. */
  public SealWorker in(String folder, String temporary) {
    return new SealWorker(name, folder, temporary, listen, tasks, cpus, environment);
  }

  /**
   * Beside its folder: where the miner's token is handed over to, where the service is of a user to
   * whom our own state folder is closed.
   */
  public String handedInfo() {
    return path + ".miner-info";
  }

  public String host() {
    return listen.substring(0, listen.lastIndexOf(':'));
  }

  public int port() {
    return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
  }

  /** How it is spoken to; its token is its miner's. */
  public NodeApi api() {
    return NodeApi.local(path, "/ip4/%s/tcp/%d/http".formatted(host(), port()));
  }
}
