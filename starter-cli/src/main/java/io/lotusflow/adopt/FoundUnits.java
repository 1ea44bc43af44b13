package io.lotusflow.adopt;

import io.lotusflow.service.ServicePlan.Manager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the units of daemon and miner mean for {@code [services]}. */
final class FoundUnits {
  private final Draft draft;

  FoundUnits(Draft draft) {
    this.draft = draft;
  }

  void of(Optional<FoundService> daemon, Optional<FoundService> miner) {
    List<FoundUnit> units =
        Stream.of(daemon, miner)
            .flatMap(Optional::stream)
            .map(FoundService::unit)
            .flatMap(Optional::stream)
            .toList();
    daemon
        .flatMap(FoundService::unit)
        .ifPresent(unit -> draft.put("services.daemon_unit", unit.name()));
    miner
        .flatMap(FoundService::unit)
        .ifPresent(unit -> draft.put("services.miner_unit", unit.name()));
    boolean supervised = units.stream().anyMatch(unit -> unit.manager() == Manager.SUPERVISED);
    draft.put("services.manager", units.isEmpty() ? "auto" : supervised ? "supervised" : "systemd");
    same(units, FoundUnit::user, "services.user");
    same(units, unit -> unit.limits().getOrDefault("CPUAffinity", ""), "services.cpu_affinity");
    same(units, unit -> size(unit.limits().getOrDefault("MemoryMax", "")), "services.memory_max");
    descriptors(units);
    Stream.of(daemon, miner)
        .flatMap(Optional::stream)
        .map(FoundService::logFile)
        .flatMap(Optional::stream)
        .filter(file -> file.startsWith("/"))
        .map(file -> Path.of(file).getParent())
        .findFirst()
        .ifPresent(folder -> draft.put("services.log_folder", folder.toString()));
  }

  /** One key for both units: what only one has is left out, and said. */
  private void same(List<FoundUnit> units, Function<FoundUnit, String> what, String key) {
    List<String> found = units.stream().map(what).distinct().toList();
    if (found.size() == 1 && !found.get(0).isEmpty()) {
      draft.put(key, found.get(0));
    } else if (found.size() > 1 && key.equals("services.user")) {
      draft.doubt(
          key, draft.words().text("users-differ", String.join(", ", quoted(found))), quoted(found));
    } else if (found.size() > 1) {
      draft.remark("units-differ", key, String.join(", ", quoted(found)));
    }
  }

  private static String[] quoted(List<String> found) {
    return found.stream().map(value -> value.isEmpty() ? "\"\"" : value).toArray(String[]::new);
  }

  private static String size(String memory) {
    return memory.matches("\\d+[KMGT]?") ? memory : "";
  }

  private void descriptors(List<FoundUnit> units) {
    units.stream()
        .map(unit -> unit.limits().getOrDefault("LimitNOFILE", "").replaceFirst(".*:", ""))
        .filter(limit -> limit.matches("\\d{6,9}"))
        .mapToLong(Long::parseLong)
        .max()
        .ifPresent(most -> draft.put("host.nofile", Long.toString(most)));
  }
}
