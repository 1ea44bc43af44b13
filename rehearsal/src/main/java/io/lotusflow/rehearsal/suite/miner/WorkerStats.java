package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.List;
import java.util.Map;

/** A worker as {@code WorkerStats} shows it. */
final class WorkerStats {
  private WorkerStats() {}

  /**
   * @param counts jobs by task
   */
  static Map<String, Object> of(
      Map<String, Object> info, List<String> tasks, boolean enabled, Map<String, Object> counts) {
    long busy = counts.values().stream().mapToLong(Json::asLong).sum();
    return Json.object(
        "Info",
        info,
        "Tasks",
        tasks,
        "Enabled",
        enabled,
        "MemUsedMin",
        0L,
        "MemUsedMax",
        0L,
        "GpuUsed",
        0L,
        "CpuUse",
        busy,
        "TaskCounts",
        counts);
  }
}
