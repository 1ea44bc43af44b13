package io.lotusflow.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which files were copied, and what they were then: a file to which a line is added for each. A
 * line that was cut off by a crash counts as not written. Many threads may ask at once.
 */
public final class CopiedFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path file;
  private final Map<String, Copied> newest = new HashMap<>();

  /**
   * One file.
   *
   * @param path within the folder
   * @param source as it was before it was read, and after
   * @param copy as it was when it had its name
   * @param sha256 of what was read, on the way
   * @param readBack whether the copy was read back since, and was the same
   */
  public record Copied(
      String path, FileStamp source, FileStamp copy, String sha256, boolean readBack) {
    Copied proven() {
      return new Copied(path, source, copy, sha256, true);
    }
  }

  public CopiedFiles(Path file) throws IOException {
    this.file = file;
    try {
      for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
        read(line).ifPresent(copied -> newest.put(copied.path(), copied));
      }
    } catch (NoSuchFileException none) {
      return;
    }
  }

  private static Optional<Copied> read(String line) {
    try {
      return line.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(line, Copied.class));
    } catch (JsonProcessingException cutOff) {
      return Optional.empty();
    }
  }

  public synchronized Optional<Copied> of(String path) {
    return Optional.ofNullable(newest.get(path));
  }

  public synchronized List<Copied> all() {
    return List.copyOf(newest.values());
  }

  synchronized void add(Copied copied) throws IOException {
    Files.writeString(
        file,
        "\n" + JSON.writeValueAsString(copied) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    newest.put(copied.path(), copied);
  }
}
