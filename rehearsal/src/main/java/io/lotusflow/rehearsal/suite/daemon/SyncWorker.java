package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.time.Instant;
import java.util.Map;

/** One run of the syncer, as {@code SyncState} shows it. */
record SyncWorker(
    long id, Tipset base, Tipset target, Stage stage, long height, Instant start, Instant end) {
  /** With Lotus' numbers. */
  enum Stage {
    MESSAGE_SYNC(3),
    COMPLETE(4);

    private final long number;

    Stage(long number) {
      this.number = number;
    }
  }

  SyncWorker at(Stage newStage, long newHeight) {
    return new SyncWorker(id, base, target, newStage, newHeight, start, end);
  }

  SyncWorker completed() {
    return new SyncWorker(id, base, target, Stage.COMPLETE, target.height(), start, Instant.now());
  }

  Map<String, Object> json() {
    return Json.object(
        "WorkerID",
        id,
        "Base",
        base.json(),
        "Target",
        target.json(),
        "Stage",
        stage.number,
        "Height",
        height,
        "Start",
        start.toString(),
        "End",
        end.equals(Instant.EPOCH) ? "0001-01-01T00:00:00Z" : end.toString(),
        "Message",
        "");
  }
}
