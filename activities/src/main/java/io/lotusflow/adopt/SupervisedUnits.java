package io.lotusflow.adopt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.service.ServicePlan.Manager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Services that lotusflow's own supervisor keeps where there is no systemd. */
final class SupervisedUnits {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SupervisedUnits() {}

  /**
   * @param folder of the service
   */
  static Optional<FoundUnit> read(Path folder) {
    Path file = folder.resolve("service.json");
    try {
      JsonNode unit = JSON.readTree(file.toFile());
      List<String> command = new ArrayList<>();
      unit.path("command").forEach(word -> command.add(word.asText()));
      Map<String, String> variables = new TreeMap<>();
      unit.path("environment")
          .properties()
          .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
      return Optional.of(
          new FoundUnit(
              unit.path("name").asText(),
              Manager.SUPERVISED,
              command,
              Surroundings.of(variables),
              unit.path("user").asText(),
              Map.of(
                  "LimitNOFILE", unit.path("nofile").asText(),
                  "MemoryMax", unit.path("memoryMax").asText(),
                  "CPUAffinity", unit.path("cpuAffinity").asText()),
              unit.path("logFile").asText(),
              List.of(file),
              List.of()));
    } catch (IOException noSuchService) {
      return Optional.empty();
    }
  }
}
