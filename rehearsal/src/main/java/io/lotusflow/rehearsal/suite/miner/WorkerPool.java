package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.ApiInfo;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The workers that have registered, and whether they still answer. */
final class WorkerPool {
  private static final Log LOG = new Log("advmgr");
  private static final int ANSWER_MILLIS = 2_000;
  private static final int BEAT_MILLIS = 1_000;

  /** As seen: about ten seconds after its death a worker is shown as disabled. */
  private static final int DISABLED_AFTER_MILLIS = 10_000;

  private final Map<String, RemoteWorker> workers = new ConcurrentHashMap<>();
  private final String token;

  /** A worker of another process. */
  static final class RemoteWorker {
    private final String session;
    private final String url;
    private final RpcClient client;
    private final Map<String, Object> info;
    private volatile List<String> tasks;
    private volatile boolean enabled = true;
    private volatile long lastSeen = System.currentTimeMillis();

    private RemoteWorker(
        String session,
        String url,
        RpcClient client,
        Map<String, Object> info,
        List<String> tasks) {
      this.session = session;
      this.url = url;
      this.client = client;
      this.info = info;
      this.tasks = tasks;
    }

    String session() {
      return session;
    }

    /** Without path: what its storage paths' URLs begin with. */
    String root() {
      return WorkerPool.root(url);
    }

    RpcClient client() {
      return client;
    }

    Map<String, Object> info() {
      return info;
    }

    String host() {
      return Json.asText(info.get("Hostname"));
    }

    long cpus() {
      return Json.asLong(Json.asObject(info.get("Resources")).get("CPUs"));
    }

    List<String> tasks() {
      return tasks;
    }

    boolean isEnabled() {
      return enabled && System.currentTimeMillis() - lastSeen < DISABLED_AFTER_MILLIS;
    }
  }

  /**
   * @param token that workers accept as their miner's
   */
  WorkerPool(String token) {
    this.token = token;
  }

  Map<String, String> authorization() {
    return Map.of("Authorization", "Bearer " + token);
  }

  /** A worker has said where it is; whoever was there before is forgotten. */
  void connect(String url) {
    ApiInfo at = new ApiInfo(Optional.of(token), root(url));
    RpcClient client = new RpcClient(at, RpcClient.Dialect.HTTP, "v0").within(ANSWER_MILLIS);
    String session = Json.asText(client.call("Session"));
    Map<String, Object> info = Json.asObject(client.call("Info"));
    workers.values().removeIf(known -> known.url.equals(url));
    workers.put(session, new RemoteWorker(session, url, client, info, tasks(client)));
    LOG.info("sealer/manager.go:340", "worker connected: " + url + " session " + session);
  }

  private static String root(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static List<String> tasks(RpcClient client) {
    return new ArrayList<>(Json.asObject(client.call("TaskTypes")).keySet());
  }

  List<RemoteWorker> all() {
    return List.copyOf(workers.values());
  }

  Optional<RemoteWorker> find(String session) {
    return Optional.ofNullable(workers.get(session));
  }

  void start() {
    Thread thread = new Thread(this::beat, "workers");
    thread.setDaemon(true);
    thread.start();
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(BEAT_MILLIS);
        all().forEach(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(RemoteWorker worker) {
    try {
      if (!worker.session.equals(Json.asText(worker.client.call("Session")))) {
        workers.remove(worker.session);
        return;
      }
      worker.tasks = tasks(worker.client);
      worker.enabled = Boolean.TRUE.equals(worker.client.call("Enabled"));
      worker.lastSeen = System.currentTimeMillis();
    } catch (CliException unreachable) {
      // It is shown as disabled when this has gone on for a while.
    }
  }
}
