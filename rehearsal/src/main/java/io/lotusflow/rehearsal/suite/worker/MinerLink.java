package io.lotusflow.rehearsal.suite.worker;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.sealing.OpenPaths;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a worker says to its miner, and how it comes back to one that was restarted. */
final class MinerLink {
  private static final Log LOG = new Log("worker");
  private static final int ANSWER_MILLIS = 5_000;
  private static final long LOOK_MILLIS = 1_000;

  private final RpcClient miner;
  private final OpenPaths paths;
  private final CallBook calls;
  private final String url;
  private boolean left;

  /**
   * @param url of this worker: {@code http://127.0.0.1:3456}
   */
  MinerLink(RpcClient miner, OpenPaths paths, CallBook calls, String url) {
    this.miner = miner.within(ANSWER_MILLIS);
    this.paths = paths;
    this.calls = calls;
    this.url = url;
  }

  String filesUrl() {
    return url + "/remote";
  }

  /** What a token allows, by the miner's word; it must be there for that. */
  Optional<List<String>> verify(String token) {
    try {
      return Optional.of(
          Json.asList(miner.call("AuthVerify", token)).stream().map(Json::asText).toList());
    } catch (CliException e) {
      return Optional.empty();
    }
  }

  /** Registers, and again whenever the miner is another process than before; never returns. */
  void stay() throws InterruptedException {
    String known = "";
    while (true) {
      try {
        String session = Json.asText(miner.call("Session"));
        if (!session.equals(known)) {
          LOG.info("worker/worker.go:650", "Making sure no local tasks are running");
          calls.awaitQuiet();
          declare();
          miner.call("WorkerConnect", url + "/rpc/v0");
          LOG.info("worker/worker.go:700", "Worker registered successfully, waiting for tasks");
          known = session;
        }
        declare();
      } catch (CliException | IOException e) {
        LOG.warn("worker/worker.go:720", "miner: " + e.getMessage());
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Tells of all storage paths and of what lies there. */
  synchronized void declare() throws IOException {
    if (left) {
      return;
    }
    for (StoragePath path : paths.all()) {
      miner.call("StorageAttach", path.info(filesUrl()), path.declarations());
    }
  }

  /** Takes all its paths along; from now on it declares none. */
  synchronized void leave() {
    left = true;
    paths.all().forEach(path -> detach(path.id()));
  }

  void detach(String id) {
    miner.call("StorageDetach", id, filesUrl());
  }

  /**
   * Tells how a call ended, until the miner has heard it.
   *
   * @param error empty if it went well
   */
  void deliver(CallBook.Entry call, String error) throws InterruptedException, IOException {
    while (true) {
      try {
        declare();
        miner.call("Return" + call.task().method(), id(call), null, wrong(error));
        calls.remove(call.id());
        return;
      } catch (CliException e) {
        LOG.warn("sealer/worker_local.go:250", "get a result to the miner: " + e.getMessage());
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  private static Map<String, Object> id(CallBook.Entry call) {
    return Json.object("Sector", call.sector().json(), "ID", call.id());
  }

  private static Map<String, Object> wrong(String error) {
    return error.isEmpty() ? null : Json.object("Code", 0L, "Message", error);
  }
}
