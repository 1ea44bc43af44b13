package io.lotusflow.adopt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.storage.StorageJson;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.toml.TomlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A repository of Lotus that is there already; only read. */
record Repo(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isThere() {
    return Files.isDirectory(folder.resolve("keystore"))
        || Files.exists(folder.resolve("config.toml"));
  }

  /** Whether this process may look into it. */
  boolean isReadable() {
    return Files.isReadable(folder) && Files.isExecutable(folder);
  }

  TomlFile config() {
    return new TomlFile(folder.resolve("config.toml"));
  }

  /** Where it answers now, by the file that a running Lotus keeps; empty if none does. */
  Optional<String> answersAt() {
    try {
      return Optional.of(Files.readString(folder.resolve("api")).strip());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** With what each path says of itself. */
  List<StoragePath> storage() {
    return new StorageJson(folder)
        .paths().stream().map(Repo::storage).flatMap(Optional::stream).toList();
  }

  /** Paths that are named and say nothing of themselves: unmounted, or not ours to read. */
  List<String> silentStorage() {
    return new StorageJson(folder)
        .paths().stream().filter(path -> storage(path).isEmpty()).toList();
  }

  private static Optional<StoragePath> storage(String path) {
    try {
      JsonNode own = JSON.readTree(Path.of(path, "sectorstore.json").toFile());
      long most = own.path("MaxStorage").asLong();
      return Optional.of(
          new StoragePath(
              Path.of(path).normalize().toString(),
              own.path("CanSeal").asBoolean(),
              own.path("CanStore").asBoolean(),
              own.path("Weight").asInt(10),
              most > 0 ? Optional.of(new ByteSize(most)) : Optional.empty(),
              texts(own.path("Groups")),
              texts(own.path("AllowTo"))));
    } catch (IOException unmounted) {
      return Optional.empty();
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
