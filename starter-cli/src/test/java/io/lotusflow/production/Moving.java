package io.lotusflow.production;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.install.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A move of schedules to another server, as one sees it and ends it from outside. */
final class Moving {

  private Moving() {}

  /** All that can be seen of them, but for counts of runs. */
  static Map<String, JsonNode> schedules(Operator operator) {
    JsonNode list = operator.types("schedule", "list", "-o", "json").expecting(0).json();
    Map<String, JsonNode> all = new TreeMap<>();
    for (JsonNode schedule : list) {
      ((ObjectNode) schedule).remove("next"); // each server throws its own dice for the jitter
      all.put(schedule.path("id").asText(), schedule);
    }
    return all;
  }

  static Map<String, String> paused(Operator operator) {
    Map<String, String> paused = new TreeMap<>();
    schedules(operator).forEach((id, shown) -> paused.put(id, shown.path("paused").asText()));
    return paused;
  }

  /** What is written down of it; empty if none goes on. */
  static String journal(Operator operator) {
    try {
      return Files.readString(operator.state().resolve("server-move.json"));
    } catch (IOException none) {
      return "";
    }
  }

  /** The command alone: neither the server nor the worker that it may have started. */
  static void kill(Operator.Typed typed) {
    Stream.concat(Stream.of(typed.process().toHandle()), typed.process().descendants())
        .filter(process -> !process.info().commandLine().orElse("").contains("UpMain"))
        .forEach(ProcessHandle::destroyForcibly);
    typed.process().onExit().join();
  }
}
