package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine that a worker runs on, as the API tells of it. */
public final class Machine {
  private Machine() {}

  public static String hostname() throws IOException {
    Path file = Path.of("/proc/sys/kernel/hostname");
    return Files.exists(file)
        ? Files.readString(file, StandardCharsets.UTF_8).strip()
        : InetAddress.getLocalHost().getHostName();
  }

  public static long cpus() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Name and resources of a worker. */
  public static Map<String, Object> info(String name) throws IOException {
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
            cpus(),
            "GPUs",
            List.of(),
            "Resources",
            Map.of());
    return Json.object("Hostname", name, "IgnoreResources", false, "Resources", resources);
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
