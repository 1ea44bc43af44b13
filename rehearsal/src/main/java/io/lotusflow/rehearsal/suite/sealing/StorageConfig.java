package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file {@code storage.json}: which paths the miner opens when it starts. */
public final class StorageConfig {
  private final Path file;

  public StorageConfig(Path file) {
    this.file = file;
  }

  public List<String> read() throws IOException {
    List<String> paths = new ArrayList<>();
    if (Files.exists(file)) {
      Object json = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
      for (Object entry : Json.asList(Json.asObject(json).get("StoragePaths"))) {
        paths.add(Json.asText(Json.asObject(entry).get("Path")));
      }
    }
    return paths;
  }

  public void write(List<String> paths) throws IOException {
    List<Object> entries = new ArrayList<>();
    for (String path : paths) {
      entries.add(Json.object("Path", path));
    }
    Repo.replace(
        file, Json.pretty(Json.object("StoragePaths", entries.isEmpty() ? null : entries)));
  }
}
