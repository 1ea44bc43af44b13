package io.lotusflow.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.copy.FileBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** As it is; empty where there is none. */
  public String text() {
    try {
      return Files.exists(file()) ? Files.readString(file()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same with other paths.
   *
   * @param instead what takes the place of a path, by that path
   * @throws io.temporal.failure.ApplicationFailure STORAGE_JSON_BROKEN if it is not there, or is
   *     not what a miner writes: with other paths it would lose those that are to stay
   */
  public String with(Map<String, List<String>> instead) {
    ObjectNode content = WholeStorageJson.read(file());
    ArrayNode paths = JSON.createArrayNode();
    for (JsonNode path : content.path("StoragePaths")) {
      List<String> others = instead.get(normal(path.path("Path").asText()));
      if (others == null) {
        paths.add(path);
      } else {
        others.forEach(other -> paths.addObject().put("Path", other));
      }
    }
    content.set("StoragePaths", paths);
    return content.toPrettyString();
  }

  private static String normal(String path) {
    return Path.of(path).normalize().toString();
  }

  /** Replaces it at once; on disk when this returns. The miner must not run. */
  public void write(String text) throws IOException {
    Path draft = repo.resolve(".storage.json.lotusflow-part");
    Files.writeString(draft, text);
    if (Files.exists(file())) {
      FileBytes.takeOwner(file(), draft);
    }
    FileBytes.force(draft);
    Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE);
    FileBytes.force(repo);
  }

  private Path file() {
    return repo.resolve("storage.json");
  }

  private JsonNode read() {
    Path file = file();
    try {
      return Files.isReadable(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    } catch (IOException broken) {
      return JSON.createObjectNode();
    }
  }
}
