package io.lotusflow.sealworker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.copy.FileBytes;
import io.lotusflow.copy.FolderCopy;
import io.lotusflow.storage.StorageFolder;
import io.lotusflow.storage.StorageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** The storage that a worker opens when it starts: {@code storage.json} in its folder. */
record WorkerStorage(Path folder) {
  static final String FILE = "storage.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Folder by id. One that has no id yet is not there yet. */
  Map<String, Path> paths() {
    Map<String, Path> paths = new TreeMap<>();
    for (String path : new StorageJson(folder).paths()) {
      Path at = Path.of(path).normalize();
      new StorageFolder(at).id().ifPresent(id -> paths.put(id, at));
    }
    return paths;
  }

  /** The same in a copy of this folder: what lies in it is named as it lies in the copy. */
  void writeInto(Path copy) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      Files.deleteIfExists(copy.resolve(FILE));
      return;
    }
    JsonNode content = JSON.readTree(file.toFile());
    for (JsonNode path : content.path("StoragePaths")) {
      Path at = Path.of(path.path("Path").asText()).normalize();
      if (at.startsWith(folder)) {
        ((ObjectNode) path).put("Path", copy.resolve(folder.relativize(at)).normalize().toString());
      }
    }
    Path draft = copy.resolve('.' + FILE + FolderCopy.PART);
    Files.write(draft, JSON.writeValueAsBytes(content));
    FileBytes.takeOwner(file, draft);
    FileBytes.force(draft);
    Files.move(draft, copy.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
