package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The worker within the miner's own process, as {@code WorkerStats} shows it. */
final class LocalWorker {
  private static final List<String> TASKS =
      List.of(
          "seal/v0/addpiece",
          "seal/v0/commit/1",
          "seal/v0/commit/2",
          "seal/v0/fetch",
          "seal/v0/finalize",
          "seal/v0/precommit/1",
          "seal/v0/precommit/2",
          "seal/v0/unseal");

  private final String id = UUID.randomUUID().toString();

  String id() {
    return id;
  }

  Map<String, Object> stats() throws IOException {
    long total = memory("MemTotal:");
    long swap = memory("SwapTotal:");
    Map<String, Object> resources =
        Json.object(
            "MemPhysical",
            total,
            "MemUsed",
            total - memory("MemAvailable:"),
            "MemSwap",
            swap,
            "MemSwapUsed",
            swap - memory("SwapFree:"),
            "CPUs",
            (long) Runtime.getRuntime().availableProcessors(),
            "GPUs",
            List.of(),
            "Resources",
            Map.of());
    return Json.object(
        "Info",
        Json.object("Hostname", hostname(), "IgnoreResources", false, "Resources", resources),
        "Tasks",
        TASKS,
        "Enabled",
        true,
        "MemUsedMin",
        0L,
        "MemUsedMax",
        0L,
        "GpuUsed",
        0L,
        "CpuUse",
        0L,
        "TaskCounts",
        Map.of());
  }

  static String hostname() throws IOException {
    Path file = Path.of("/proc/sys/kernel/hostname");
    return Files.exists(file)
        ? Files.readString(file, StandardCharsets.UTF_8).strip()
        : InetAddress.getLocalHost().getHostName();
  }

  private static long memory(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip()) * 1024;
      }
    }
    return 0;
  }
}
