package io.lotusflow.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code storage.json} where half of it is worse than none. Apart from {@link StorageJson}, which
 * the command line reads before it knows anything of Temporal.
 */
final class WholeStorageJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WholeStorageJson() {}

  /** Anything but a list of paths is the problem STORAGE_JSON_BROKEN. */
  static ObjectNode read(Path file) {
    JsonNode content;
    try {
      content = JSON.readTree(Files.readString(file));
    } catch (IOException broken) {
      throw StorageProblem.STORAGE_JSON_BROKEN.because(file, broken.toString());
    }
    JsonNode paths = content.path("StoragePaths");
    boolean named = paths.isArray() && !paths.isEmpty();
    for (JsonNode path : paths) {
      named &= !path.path("Path").asText().isEmpty();
    }
    if (!named || !(content instanceof ObjectNode whole)) {
      throw StorageProblem.STORAGE_JSON_BROKEN.because(file, "StoragePaths");
    }
    return whole;
  }
}
