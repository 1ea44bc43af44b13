package io.lotusflow.copy;

import com.fasterxml.jackson.annotation.JsonAlias;
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
 * line that was cut off by a crash counts as not written; lines of JSON are of older versions. Many
 * threads may ask at once.
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
   * @param checksum of what was read, on the way: what {@link Checksum} notes
   * @param readBack whether the copy was read back since, and was the same
   */
  public record Copied(
      String path,
      FileStamp source,
      FileStamp copy,
      @JsonAlias("sha256") String checksum,
      boolean readBack) {
    private static final int FIELDS = 9;

    /** Numbers first, the path last; a tenth of the time that JSON takes, for a million files. */
    String line() {
      return "%s\t%s\t%s\t%s\t%s"
          .formatted(source.line(), copy.line(), checksum, readBack ? "1" : "0", encoded(path));
    }

    static Optional<Copied> parse(String line) {
      String[] fields = line.split("\t", FIELDS + 1);
      if (fields.length != FIELDS + 1 || !fields[FIELDS].equals(".")) {
        return Optional.empty();
      }
      return Optional.of(
          new Copied(
              decoded(fields[8]),
              FileStamp.parse(fields, 0),
              FileStamp.parse(fields, 3),
              fields[6],
              fields[7].equals("1")));
    }

    private static String encoded(String path) {
      return path.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n") + "\t.";
    }

    private static String decoded(String path) {
      return path.indexOf('\\') < 0 ? path : path.translateEscapes();
    }

    /** Another copy, which nobody has read back. */
    Copied withCopy(FileStamp other) {
      return new Copied(path, source, other, checksum, false);
    }

    Copied proven() {
      return new Copied(path, source, copy, checksum, true);
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
    if (!line.startsWith("{")) {
      return Copied.parse(line);
    }
    try {
      return Optional.of(JSON.readValue(line, Copied.class));
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
        file, "\n" + copied.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    newest.put(copied.path(), copied);
  }
}
