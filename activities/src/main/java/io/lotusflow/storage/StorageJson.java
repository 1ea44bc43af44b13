package io.lotusflow.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code storage.json} of a miner's repository: the paths that it opens when it starts. */
public record StorageJson(Path repo) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As they are written there; none where there is no such file, or it cannot be read. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (JsonNode path : read().path("StoragePaths")) {
      paths.add(path.path("Path").asText());
    }
    return paths;
  }

  private JsonNode read() {
    Path file = repo.resolve("storage.json");
    try {
      return Files.isReadable(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    } catch (IOException broken) {
      return JSON.createObjectNode();
    }
  }
}
